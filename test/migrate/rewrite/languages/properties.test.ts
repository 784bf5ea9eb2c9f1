import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const f = 'src/main/resources/application.properties'
const EXAMPLES: Example[] = [
  {
    file: f,
    source: 'tariff.url=http://localhost:6105\n',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: f,
    source: 'tariff.url = http\\://localhost\\:6105/v1\n',
    expect: [['localhost\\:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: f,
    source: 'tariff.url=${TARIFF_URL:http://localhost:6105}\n',
    expect: [['localhost:6105', 'peer', 'env']],
    environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
  },
  {
    file: f,
    source: 'depot.host=localhost\r\ndepot.port=6107\r\n',
    expect: [
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  },
  { file: f, source: 'server.port=6101\n', expect: [['6101', 'bind', 'edit', '8080']] },
  {
    file: f,
    source: 'server.address=127.0.0.1\nserver.port=6101\n',
    expect: [
      ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
      ['6101', 'bind', 'edit', '8080'],
    ],
  },
  {
    file: f,
    source: 'server.port=${PORT:6101}\n',
    expect: [['6101', 'bind', 'env']],
    environment: { PORT: '${self.port.http}' },
  },
  {
    file: f,
    source: '# tariff.url=http://localhost:6105\n! redis localhost:6379\n',
    expect: [
      ['localhost:6105', 'doc', 'keep'],
      ['localhost:6379', 'doc', 'keep'],
    ],
  },
  {
    file: f,
    source: 'spring.datasource.url=jdbc:postgresql://localhost:5432/crane?ssl=false\n',
    expect: [['localhost:5432', 'peer', 'edit', 'sql:5432']],
  },
  {
    file: f,
    source: 'spring.datasource.url=jdbc:postgresql://localhost/crane\n',
    expect: [['localhost', 'peer', 'edit', 'sql']],
  },
  {
    file: f,
    source: 'spring.redis.host: localhost\nspring.redis.port: 6379\n',
    expect: [['localhost', 'peer', 'edit', 'valkey']],
  },
  { file: f, source: 'spring.redis.host localhost\n', expect: [['localhost', 'peer', 'edit', 'valkey']] },
  {
    file: f,
    source: 'app.cors.allowed-origins=http://localhost:5173\n',
    expect: [['localhost:5173', 'origin', 'keep']],
  },
  {
    file: f,
    source: 'management.health.url=http://localhost:6101/up\n',
    expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
  },
  {
    file: f,
    source: 'peers=http://localhost:6105,\\\n  http://localhost:6107\n',
    expect: [
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ['localhost:6107', 'peer', 'edit', 'depot:8080'],
    ],
  },
  {
    file: f,
    source: 'export.dir=D:\\\\crane\\\\data\\\\out\n',
    expect: [['D:\\\\crane\\\\data\\\\out', 'path', 'edit', '/data/out']],
  },
  {
    file: f,
    source: 'logging.file.name=C:/crane/logs/crane.log\n',
    expect: [['C:/crane/logs/crane.log', 'path', 'edit', '/data/logs/crane.log']],
  },
  {
    file: f,
    source: 'allowed.hosts=localhost,127.0.0.1\n',
    expect: [
      ['localhost', 'local-only', 'keep'],
      ['127.0.0.1', 'local-only', 'keep'],
    ],
  },
  { file: f, source: 'uplink=localhost\n', expect: [['localhost', 'unknown', 'ask']] },
  {
    file: 'src/test/resources/application.properties',
    source: 'tariff.url=http://localhost:6105\n',
    expect: [['localhost:6105', 'test', 'keep']],
  },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
