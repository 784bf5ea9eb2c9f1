// Another service the program dials: the reason for all of this.
import { keyWords, type Subject } from '../subject.ts'
import type { Rule } from './rule.ts'

const DIALLED = new Set([
  'url',
  'uri',
  'host',
  'hostname',
  'addr',
  'address',
  'endpoint',
  'server',
  'servers',
  'base',
  'dsn',
  'broker',
  'brokers',
  'upstream',
  'target',
  'connect',
  'connection',
  'api',
  'hosts',
  'nodes',
  'bootstrap',
])

export const peer: Rule = {
  id: 'peer',
  role: 'peer',
  fits: (subject) => {
    if (subject.port !== undefined)
      return subject.port.kind === 'implied' ? subject.port.why : `an address with port ${subject.port.value}`
    if (subject.scheme !== undefined) return `${subject.scheme}:// is dialled`
    return dialled(subject) ? 'its name says it is dialled' : undefined
  },
  examples: [
    { file: 'a.py', source: 'redis_bus = "stomp://localhost/q"', expect: [['localhost', 'peer', 'ask']] },
    {
      file: 'a.py',
      source: 'u = "http://localhost.localdomain:6105/v1"',
      expect: [['localhost.localdomain:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.py',
      source: 'u = "http://ip6-localhost:6105/v1"',
      expect: [['ip6-localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.py',
      source: 'u = "http://[0:0:0:0:0:0:0:1]:6105/v1"',
      expect: [['[0:0:0:0:0:0:0:1]:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.py',
      source: 'u = "http://[::ffff:127.0.0.1]:6105/v1"',
      expect: [['[::ffff:127.0.0.1]:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.json',
      source: '{"tariff": "http:\\u002f\\u002flocalhost:6105/v1"}',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.js',
      source: 'const hosts = "tariffs:\\nlocalhost:6105\\n"',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.js',
      source: "const { Pool } = require('pg')\nconst pool = new Pool({ host: 'localhost', database: 'cranes' })",
      expect: [['localhost', 'peer', 'edit', 'sql']],
    },
    {
      file: 'a.py',
      source: 'u = "http://{host}:{port}/v1".format(host="localhost", port=6105)',
      expect: [
        ['localhost', 'peer', 'edit', 'tariff'],
        ['6105', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'u = "http://localhost:" + str(6105) + "/v1"',
      expect: [
        ['localhost', 'peer', 'edit', 'tariff'],
        ['6105', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: 'a.ts',
      source: "const u = `ws://${process.env.FEED_HOST || 'localhost'}:6105/ws`",
      expect: [
        ['localhost', 'peer', 'env'],
        ['6105', 'peer', 'edit', '8080'],
      ],
      environment: { FEED_HOST: '${tariff.host}' },
    },
    {
      file: 'a.yaml',
      source: 'nats:\n  host: localhost\n  client_port: 4222\n  monitor_port: 8222\n',
      expect: [['localhost', 'peer', 'edit', 'nats']],
    },
    {
      file: 'a.yaml',
      source: 'depot:\n  host: localhost\n  http_port: 6107\n',
      expect: [
        ['localhost', 'peer', 'edit', 'depot'],
        ['6107', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: 'a.yaml',
      source: 'x:\n  host: localhost\n  rates_port: 6105\n  depot_port: 6107\n',
      expect: [['localhost', 'peer', 'ask']],
    },
    {
      file: 'a.py',
      source: 'URL = "http://localhost:6105/v1"',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.py',
      source: 'u = os.getenv("TARIFF_URL", "http://localhost:6105")',
      expect: [['localhost:6105', 'peer', 'env']],
      environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
    },
    {
      file: 'a.py',
      source: 'r = redis.Redis(host="localhost", port=6379)',
      expect: [['localhost', 'peer', 'edit', 'valkey']],
    },
    { file: 'a.py', source: 'r = redis.Redis(host="localhost")', expect: [['localhost', 'peer', 'edit', 'valkey']] },
    {
      file: 'a.py',
      source: 'P = 6105\nu = f"http://localhost:{P}/v1"',
      expect: [
        ['6105', 'peer', 'edit', '8080'],
        ['localhost', 'peer', 'edit', 'tariff'],
      ],
    },
    {
      file: 'a.py',
      source: 'u = "http://%s:%d/x" % ("localhost", 6105)',
      expect: [
        ['localhost', 'peer', 'edit', 'tariff'],
        ['6105', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'DEPOT_HOST = "localhost"\nDEPOT_PORT = 6107\nc = Client(DEPOT_HOST, DEPOT_PORT)',
      expect: [
        ['localhost', 'peer', 'edit', 'depot'],
        ['6107', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'c = HTTPConnection("127.0.0.1", 6105)',
      expect: [
        ['127.0.0.1', 'peer', 'edit', 'tariff'],
        ['6105', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'BASE = "http://localhost"\na = get(BASE + ":6105/x")\nb = get(f"{BASE}:6107/y")',
      expect: [
        ['localhost', 'peer', 'keep'],
        ['BASE', 'peer', 'edit', '"http://tariff"'],
        ['6105', 'peer', 'edit', '8080'],
        ['{BASE}:6107', 'peer', 'edit', 'http://depot:8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'class S(BaseSettings):\n    nats_url: str = "nats://localhost:4222"',
      expect: [['localhost:4222', 'peer', 'env']],
      environment: { NATS_URL: 'nats://${nats.host}:${nats.port.client}' },
    },
    {
      file: 'a.py',
      source: 'D = "postgresql+asyncpg://a:p%40@localhost/crane"',
      expect: [['localhost', 'peer', 'edit', 'sql']],
    },
    { file: 'a.py', source: 'D = "Server=localhost,1433;Database=crane"', expect: [['localhost', 'peer', 'ask']] },
    { file: 'a.py', source: 'u = "http://[::1]:6105"', expect: [['[::1]:6105', 'peer', 'edit', 'tariff:8080']] },
    { file: 'a.py', source: 'u = "http://PC-DESK7:6105"', expect: [['PC-DESK7:6105', 'peer', 'ask']] },
    {
      file: 'a.js',
      source: 'const P = 6105\nconst u = `http://localhost:${P}/v1`',
      expect: [
        ['6105', 'peer', 'edit', '8080'],
        ['localhost', 'peer', 'edit', 'tariff'],
      ],
    },
    {
      file: 'a.js',
      source: 'const r = new Redis(6379, "localhost")',
      expect: [['localhost', 'peer', 'edit', 'valkey']],
    },
    {
      file: 'a.ts',
      source: 'const c = connect({ servers: "nats://127.0.0.1:4222" })',
      expect: [['127.0.0.1:4222', 'peer', 'edit', 'nats:4222']],
    },
    {
      file: 'a.ts',
      source: 'const s = ["localhost:6105", "localhost:6107"]',
      expect: [
        ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
        ['localhost:6107', 'peer', 'edit', 'depot:8080'],
      ],
    },
    {
      file: 'a.jsx',
      source: 'const A = () => <Feed url="http://localhost:6105" />',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.yaml',
      source: 'depot_host: localhost\ndepot_port: 6107\n',
      expect: [
        ['localhost', 'peer', 'edit', 'depot'],
        ['6107', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: 'a.yaml',
      source: 'tariff:\n  host: "localhost"\n  port: 6105\ncache: redis://localhost:6379/2\n',
      expect: [
        ['localhost', 'peer', 'edit', 'tariff'],
        ['6105', 'peer', 'edit', '8080'],
        ['localhost:6379', 'peer', 'edit', 'valkey:6379'],
      ],
    },
    { file: 'a.yaml', source: 'uplink: localhost\n', expect: [['localhost', 'unknown', 'ask']] },
    {
      file: 'a.yaml',
      source: 'url: ${TARIFF_URL:-http://localhost:6105}\n',
      expect: [['localhost:6105', 'peer', 'env']],
      environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
    },
    {
      file: 'a.json',
      source: '{"tariff": "http:\\/\\/localhost:6105"}',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.json',
      source: '{"redis": {"host": "localhost", "port": 6379}}',
      expect: [['localhost', 'peer', 'edit', 'valkey']],
    },
    {
      file: 'a.json',
      source: '{"peers": ["http://127.0.0.1:6105", "http://host.docker.internal:6107"]}',
      expect: [
        ['127.0.0.1:6105', 'peer', 'edit', 'tariff:8080'],
        ['host.docker.internal:6107', 'peer', 'edit', 'depot:8080'],
      ],
    },
    {
      file: '.env',
      source: 'export TARIFF="http://localhost:6105" # dev\r\n',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: '.env',
      source: "DEPOT_HOST='localhost'\nDEPOT_PORT=6107\n",
      expect: [
        ['localhost', 'peer', 'edit', 'depot'],
        ['6107', 'peer', 'edit', '8080'],
      ],
    },
    {
      file: '.env',
      source: 'REDIS_URL=redis://:pw@localhost:6379/0\n',
      expect: [['localhost:6379', 'peer', 'edit', 'valkey:6379']],
    },
    {
      file: '.env',
      source: 'NODES=localhost:6105,localhost:6107\n',
      expect: [
        ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
        ['localhost:6107', 'peer', 'edit', 'depot:8080'],
      ],
    },
  ],
}

function dialled(subject: Subject): boolean {
  return keyWords(subject).some((word) => DIALLED.has(word))
}
