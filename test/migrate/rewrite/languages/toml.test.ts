import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const EXAMPLES: Example[] = [
  {
    file: 'crane.toml',
    source: '[tariff]\nhost = "localhost"\nport = 6105\n',
    expect: [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6105', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'crane.toml',
    source: "tariff_url = 'http://localhost:6105/v1' # desk\n",
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  { file: 'crane.toml', source: 'x = 1 # http://localhost:6105\n', expect: [['localhost:6105', 'doc', 'keep']] },
  {
    file: 'crane.toml',
    source: 'nodes = [\n  "localhost:6105", # a\n  "localhost:6107",\n]\n',
    expect: [
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ['localhost:6107', 'peer', 'edit', 'depot:8080'],
    ],
  },
  {
    file: 'crane.toml',
    source: 'depot = { host = "127.0.0.1", port = 6107 }\n',
    expect: [
      ['127.0.0.1', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'crane.toml',
    source: 'depot.host = "localhost"\ndepot.port = "6107"\n',
    expect: [
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'crane.toml',
    source: '[[upstreams]]\nurl = "http://localhost:6105"\n\n[[upstreams]]\nurl = "http://localhost:6107"\n',
    expect: [
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ['localhost:6107', 'peer', 'edit', 'depot:8080'],
    ],
  },
  {
    file: 'crane.toml',
    source: '[server]\naddress = "127.0.0.1"\nport = 6101\n',
    expect: [
      ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
      ['6101', 'bind', 'edit', '8080'],
    ],
  },
  {
    file: 'crane.toml',
    source: "out = 'D:\\crane\\data\\out'\n",
    expect: [['D:\\crane\\data\\out', 'path', 'edit', '/data/out']],
  },
  {
    file: 'crane.toml',
    source: 'out = "D:\\\\crane\\\\data\\\\out"\n',
    expect: [['D:\\\\crane\\\\data\\\\out', 'path', 'edit', '/data/out']],
  },
  {
    file: 'crane.toml',
    source: '[cors]\norigins = ["http://localhost:5173"]\n',
    expect: [['localhost:5173', 'origin', 'keep']],
  },
  {
    file: 'crane.toml',
    source: 'note = """\nsee http://localhost:6105 for more\n"""\n',
    expect: [['localhost:6105', 'doc', 'keep']],
  },
  {
    file: 'pyproject.toml',
    source: '[tool.crane]\nbus = "nats://u:p@localhost:4222"\n',
    expect: [['localhost:4222', 'peer', 'edit', 'nats:4222']],
  },
  { file: 'crane.toml', source: 'broken = [ "localhost:6105"\n', expect: [['localhost:6105', 'peer', 'risk']] },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
