import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const EXAMPLES: Example[] = [
  {
    file: 'nginx.conf',
    source:
      'http {\n  server {\n    listen 127.0.0.1:6101;\n    server_name localhost;\n    location /t/ { proxy_pass http://localhost:6105/; }\n  }\n}\n',
    expect: [
      ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080'],
      ['localhost', 'local-only', 'keep'],
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ],
  },
  {
    file: 'nginx/conf.d/crane',
    source:
      'upstream pool {\n  server 127.0.0.1:6105 weight=2;\n  server localhost:6107 backup; # was localhost:6108\n}\n',
    expect: [
      ['127.0.0.1:6105', 'peer', 'edit', 'tariff:8080'],
      ['localhost:6107', 'peer', 'edit', 'depot:8080'],
      ['localhost:6108', 'doc', 'keep'],
    ],
  },
  {
    file: 'nginx.conf',
    source: 'location /status {\n  allow 127.0.0.1;\n  allow ::1;\n  deny all;\n}\n',
    expect: [
      ['127.0.0.1', 'local-only', 'keep'],
      ['::1', 'local-only', 'keep'],
    ],
  },
  {
    file: 'nginx.conf',
    source: 'set $tariff "http://localhost:6105";\n',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  { file: 'nginx.conf', source: 'listen 6101 default_server;\n', expect: [['6101', 'bind', 'edit', '8080']] },
  {
    file: 'nginx.conf',
    source: 'add_header Access-Control-Allow-Origin "http://localhost:5173";\n',
    expect: [['localhost:5173', 'origin', 'keep']],
  },
  {
    file: 'nginx.conf',
    source: 'grpc_pass grpc://localhost:6105;\nfastcgi_pass 127.0.0.1:6107;\n',
    expect: [
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ['127.0.0.1:6107', 'peer', 'edit', 'depot:8080'],
    ],
  },
  {
    file: 'nginx.conf',
    source: 'set_real_ip_from 127.0.0.1;\nif ($host = localhost) { return 444; }\n',
    expect: [
      ['127.0.0.1', 'local-only', 'keep'],
      ['localhost', 'local-only', 'keep'],
    ],
  },
  {
    file: 'nginx.conf',
    source: 'access_log C:/crane/logs/access.log;\n',
    expect: [['C:/crane/logs/access.log', 'path', 'edit', '/data/logs/access.log']],
  },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
