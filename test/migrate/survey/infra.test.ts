// A server that nobody defined is found where scheme, client and port agree; a port alone is no server.
import { describe, expect, test } from 'vitest'
import type { Registry } from '../../../src/migrate/rewrite/registry.ts'
import { defaultPort } from '../../../src/migrate/rewrite/schemes.ts'
import { discover } from '../../../src/migrate/survey/discover.ts'
import { sightInfra } from '../../../src/migrate/survey/infra.ts'
import { INFRA_KINDS } from '../../../src/migrate/survey/infra-kinds.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'
import { NOBODY } from './systems.ts'

const empty = (): Registry => ({ ...inventedRegistry(), services: new Map(), ports: new Map() })
const sighted = (file: string, text: string) =>
  sightInfra(file, text).map(({ kind, port, why, line }) => `${kind.id} ${port} ${why} ${line}`)

describe('sightings', () => {
  test.each([
    ['a.py', 'U = "redis://:pw@localhost:6379/0"', ['redis 6379 scheme 1']],
    ['a.py', 'U = "postgresql+asyncpg://a:p%40@localhost/crane"', ['postgres 5432 scheme 1']],
    ['a.py', 'U = "redis://localhost:7001,localhost:7002"', ['redis 7001 scheme 1', 'redis 7002 scheme 1']],
    ['A.java', 'String u = "jdbc:postgresql://localhost:5432/quay";', ['postgres 5432 scheme 1']],
    ['A.java', 'String u = "jdbc:mysql://127.0.0.1/quay";', ['mysql 3306 scheme 1']],
    ['a.js', 'connect("amqp://guest:guest@localhost")', ['rabbitmq 5672 scheme 1']],
    ['a.go', 'nats.Connect("nats://127.0.0.1:4222")', ['nats 4222 scheme 1']],
    ['a.js', "new Kafka({ brokers: ['localhost:9092'] })", ['kafka 9092 client 1']],
    [
      'a.go',
      'import "github.com/redis/go-redis/v9"\n\nvar o = Options{Addr: "localhost:6379"}',
      ['redis 6379 client 3'],
    ],
    ['a.py', 'c = redis.Redis(host="localhost", port=6379)', ['redis 6379 client 1']],
    ['a.py', 'c = redis.Redis(host="localhost")', ['redis 6379 default 1']],
    ['app.yml', 'spring:\n  data:\n    redis:\n      host: localhost\n      port: 6379\n', ['redis 6379 client 4']],
    ['app.properties', 'spring.kafka.bootstrap-servers=localhost:9092', ['kafka 9092 client 1']],
    ['s.json', '{"Db": "Host=localhost;Port=5432;Database=pg_quay"}', ['postgres 5432 client 1']],
    ['s.json', '{"Db": "Server=localhost,1433;Database=quay"}', ['sqlserver 1433 client 1']],
    ['s.json', '{"Elastic": {"Uri": "http://localhost:9200"}}', ['elasticsearch 9200 client 1']],
  ])('%s: %s', (file, text, expected) => expect(sighted(file, text)).toEqual(expected))

  test.each([
    ['a.py', 'U = "http://localhost:5432"'],
    ['a.py', '# redis://localhost:6379'],
    ['tests/test_a.py', 'U = "redis://localhost:6379"'],
    ['README.md', 'start `redis://localhost:6379`'],
    ['a.py', 'from prometheus_client import Counter\n\n\n\n\nU = "http://localhost:9090/quotes"'],
    ['a.py', 'U = "redis://cache:6379"'],
    ['a.py', 'app.run("127.0.0.1", 8000)'],
  ])('%s: %s is none', (file, text) => expect(sighted(file, text)).toEqual([]))
})

/** Schemes over TLS, and one beside the usual protocol, have a port of their own that no kind lists. */
const OTHER_PORT = new Set(['amqps', 'mqtts', 'clickhouses', 'mysqlx'])

test.each(INFRA_KINDS.flatMap((kind) => kind.schemes.map((scheme) => [scheme, kind] as const)))(
  '%s:// without a port means the same to the survey and to the rewrite',
  (scheme, kind) => {
    expect(defaultPort(scheme)).toBeGreaterThan(0)
    if (!OTHER_PORT.has(scheme)) expect(Object.values(kind.ports)).toContain(defaultPort(scheme))
  },
)

test('a host without a port that only its scheme or its name gives one is rewritten', async () => {
  const files = {
    'tide/main.py': `${TIDE}B = "mqtt://localhost"\nG = "bolt://localhost/db"\n`,
    'tide/config.yaml': 'cassandra_host: localhost\n',
  }
  const { endpoints } = await surveyTree({ source: 'tree', files: memoryFiles(files), registry: NOBODY, grammars })
  expect(endpoints.map(({ text, target }) => [text, target])).toEqual([
    ['localhost', 'cassandra:9042'],
    ['localhost', 'mqtt:1883'],
    ['localhost', 'neo4j:7687'],
  ])
})

const TIDE = 'import os\napp.run(port=6301)\nif __name__ == "__main__":\n    pass\n'

describe('in the registry', () => {
  const infra = async (files: Record<string, string>, registry = empty()) => {
    const found = await discover({ files: memoryFiles(files), registry, grammars })
    return found.infra.map(({ id, legacy }) => `${id} ${legacy.join(' ')}`)
  }

  test('the usual name, or the catalog’s for a server on this port', async () => {
    const files = { 'tide/main.py': `R = "redis://localhost:6379"\n${TIDE}` }
    expect(await infra(files)).toEqual(['redis 6379'])
    expect(await infra(files, inventedRegistry())).toEqual(['valkey 6379'])
  })

  test('a compose file names it and gives it its port', async () => {
    const compose =
      'services:\n  maindb:\n    image: "bitnami/postgresql:16"\n    ports: ["15432:5432"]\n  tide:\n    build: ./tide\n'
    const files = { 'compose.yml': compose, 'tide/main.py': `D = "postgres://u@localhost:15432/x"\n${TIDE}` }
    expect(await infra(files)).toEqual(['maindb 15432'])
    const report = await surveyTree({ source: 't', files: memoryFiles(files), registry: empty(), grammars })
    expect(report.endpoints.find((one) => one.text === 'localhost:15432')).toMatchObject({
      action: 'edit',
      replacement: 'maindb:5432',
    })
  })

  test('a server on a port that is not its own stays a question', async () => {
    const files = { 'tide/main.py': `R = "redis://localhost:6390"\n${TIDE}` }
    expect(await infra(files)).toEqual(['redis '])
    const report = await surveyTree({ source: 't', files: memoryFiles(files), registry: empty(), grammars })
    expect(report.endpoints.find((one) => one.text === 'localhost:6390')).toMatchObject({ action: 'ask' })
  })

  test('a service of the tree keeps its port against a server that also uses it', async () => {
    const files = {
      'tide/main.py': TIDE.replace('6301', '9000'),
      'ebb/main.py': `S3_TIDE = "http://localhost:9000"\n${TIDE}`,
    }
    expect(await infra(files)).toEqual([])
    const report = await surveyTree({ source: 't', files: memoryFiles(files), registry: empty(), grammars })
    expect(report.endpoints.find((one) => one.text === 'localhost:9000')?.replacement).toBe('tide:9000')
  })

  test('what the operator knows wins', async () => {
    const files = { 'tide/main.py': `R = "redis://localhost:6379"\n${TIDE}` }
    const endpoints = { 'localhost:6379': 'store:6000' }
    const report = await surveyTree({ source: 't', files: memoryFiles(files), registry: empty(), endpoints, grammars })
    expect(report.endpoints.find((one) => one.text === 'localhost:6379')?.replacement).toBe('store:6000')
  })
})
