// Host and port that stand apart, in the many ways of saying that they belong together.
import { test } from 'vitest'
import type { Example } from '../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../support/examples.ts'

const EXAMPLES: Example[] = [
  {
    file: 'a.js',
    source: 'new Redis.Cluster([\n  { host: "localhost", port: 6105 },\n  { host: "127.0.0.1", port: 6107 },\n])\n',
    expect: [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6105', 'peer', 'edit', '8080'],
      ['127.0.0.1', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'a.py',
    source: 'LAYERS = {"default": {"hosts": [("localhost", 6379)]}}\n',
    expect: [['localhost', 'peer', 'edit', 'valkey']],
  },
  {
    file: 'a.py',
    source: 'T = os.getenv("TARIFF_HOST", "localhost") + ":6105"\n',
    expect: [
      ['localhost', 'peer', 'env'],
      ['6105', 'peer', 'edit', '8080'],
    ],
    environment: { TARIFF_HOST: '${tariff.host}' },
  },
  {
    file: 'a.js',
    source: 'const PORTS = { manifest: 6105 }\nconst u = `http://localhost:${PORTS.manifest}/x`\n',
    expect: [
      ['6105', 'peer', 'edit', '8080'],
      ['localhost', 'peer', 'edit', 'tariff'],
    ],
  },
  {
    file: 'A.java',
    source:
      'class A {\n  void f() {\n    pg.addDataSourceProperty("serverName", "localhost");\n    pg.addDataSourceProperty("portNumber", "6105");\n  }\n}\n',
    expect: [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6105', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'a.go',
    source:
      'package main\n\nfunc f() {\n\tc := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{":6379"}})\n\thttp.ListenAndServe(":6101", nil)\n}\n',
    expect: [
      [':6379', 'peer', 'edit', 'valkey:6379'],
      ['6101', 'bind', 'edit', '8080'],
    ],
  },
  { file: '.env', source: 'PGHOST=localhost\nPGPORT=5432\n', expect: [['localhost', 'peer', 'edit', 'sql']] },
  {
    file: 'settings.py',
    source: 'CACHE_BACKEND = "redis"\nEMAIL_HOST = "localhost"\n',
    expect: [['localhost', 'peer', 'ask']],
  },
  {
    file: 'app.config',
    source: '<c><add name="X" connectionString="Data Source=(local);Initial Catalog=x;Integrated Security=true"/></c>',
    expect: [['(local)', 'peer', 'ask']],
  },
  {
    file: 'scripts/health.js',
    source: 'http.get({ host: "localhost", port: process.env.PORT || 6101, path: "/up" })\n',
    expect: [
      ['localhost', 'self-probe', 'keep'],
      ['6101', 'self-probe', 'env'],
    ],
  },
  {
    file: 'A.java',
    source: 'class A {\n  void f() {\n    web.get(6101, "localhost", "/up").send();\n  }\n}\n',
    expect: [
      ['6101', 'self-probe', 'edit', '8080'],
      ['localhost', 'self-probe', 'keep'],
    ],
  },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
