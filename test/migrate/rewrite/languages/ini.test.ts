import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const EXAMPLES: Example[] = [
  {
    file: 'crane.ini',
    source: '[tariff]\nhost = localhost\nport = 6105\n',
    expect: [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6105', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'crane.cfg',
    source: '[peers]\ntariff: http://localhost:6105\n',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: 'crane.ini',
    source: '[peers]\r\ntariff="http://localhost:6105"\r\n',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: 'crane.ini',
    source: '[peers]\ntariff = localhost:6105 ; the old desk\n',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  { file: 'crane.ini', source: '[server]\nport = 6101 ; note\n', expect: [['6101', 'bind', 'edit', '8080']] },
  {
    file: 'crane.ini',
    source: '[server]\nhost=127.0.0.1\nport=6101\n',
    expect: [
      ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
      ['6101', 'bind', 'edit', '8080'],
    ],
  },
  {
    file: 'crane.ini',
    source: ';tracer = localhost:4999\n#tariff = localhost:6105\n',
    expect: [
      ['localhost:4999', 'doc', 'keep'],
      ['localhost:6105', 'doc', 'keep'],
    ],
  },
  { file: 'crane.ini', source: '[a]\nx = 1 # was localhost:6105\n', expect: [['localhost:6105', 'doc', 'keep']] },
  {
    file: 'crane.ini',
    source: '[cluster]\nnodes =\n  localhost:6105\n  localhost:6107\n',
    expect: [
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ['localhost:6107', 'peer', 'edit', 'depot:8080'],
    ],
  },
  {
    file: 'alembic.ini',
    source: '[alembic]\nsqlalchemy.url = postgresql+psycopg2://u:p%%40@localhost/crane\n',
    expect: [['localhost', 'peer', 'edit', 'sql']],
  },
  {
    file: 'crane.ini',
    source: '[paths]\ndata = D:\\crane\\data\\q.db\n',
    expect: [['D:\\crane\\data\\q.db', 'path', 'edit', '/data/q.db']],
  },
  {
    file: 'crane.ini',
    source: '[security]\nallowed_hosts = localhost, 127.0.0.1\n',
    expect: [
      ['localhost', 'local-only', 'keep'],
      ['127.0.0.1', 'local-only', 'keep'],
    ],
  },
  {
    file: 'crane.ini',
    source: '[ib]\nhost = 127.0.0.1\nport = 7497\n',
    expect: [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']],
  },
  { file: 'crane.ini', source: '[links]\nuplink = localhost\n', expect: [['localhost', 'unknown', 'ask']] },
  {
    file: 'my.cnf',
    source: '[client]\nhost=localhost\nport=5432\nuser=crane\n',
    expect: [['localhost', 'peer', 'edit', 'sql']],
  },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
