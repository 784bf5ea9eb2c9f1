// The dependency graph: what makes an edge, how sure it is, and what must never become one.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Registry } from '../../../src/migrate/rewrite/registry.ts'
import { combine } from '../../../src/migrate/survey/edges/claim.ts'
import { meets } from '../../../src/migrate/survey/edges/flows.ts'
import { cyclesOf, graphOf, wavesOf } from '../../../src/migrate/survey/graph.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import type { SurveyEdge } from '../../../src/model/endpoint.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const registry: Registry = { ...inventedRegistry(), services: new Map(), ports: new Map() }
const python = (port: number, body = ''): string =>
  `from flask import Flask\nimport os, requests\napp = Flask(__name__)\n${body}\nif __name__ == "__main__":\n    app.run(port=${port})\n`
const BASE = {
  'tide/main.py': python(6301),
  'berth/main.py': python(6302),
}
const survey = (files: Record<string, string>) =>
  surveyTree({ source: 't', files: memoryFiles({ ...BASE, ...files }), registry, grammars })
const edges = async (files: Record<string, string>): Promise<string[]> =>
  (await survey(files)).edges.map(({ from, to, kind, file, line }) => `${from} → ${to} ${kind} ${file}:${line}`)

describe('edges', () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      'an address that is dialled',
      { 'berth/main.py': python(6302, 'U = "http://localhost:6301"') },
      ['berth → tide http berth/main.py:4'],
    ],
    [
      'a variable named after a service',
      { 'berth/main.py': python(6302, 'U = os.environ["TIDE_SERVICE_URL"]') },
      ['berth → tide variable berth/main.py:4'],
    ],
    [
      'a URL that is in container form already',
      { 'berth/config.yml': 'tides: http://tide:8080/v1\n' },
      ['berth → tide http berth/config.yml:1'],
    ],
    [
      'a discovery name',
      { 'berth/src/Tides.java': '@FeignClient(name = "tide")\ninterface Tides {}\n' },
      ['berth → tide discovery berth/src/Tides.java:1'],
    ],
    [
      'a gateway route',
      { 'berth/routes.yml': 'routes:\n  - id: t\n    uri: lb://TIDE\n' },
      ['berth → tide discovery berth/routes.yml:3'],
    ],
    [
      'a generated stub and the service that implements it',
      {
        'tide/rpc.py': 'class Levels(pb.TideLevelsServicer):\n    pass\n',
        'berth/rpc.py': 'stub = pb.TideLevelsStub(channel)\n',
      },
      ['berth → tide grpc berth/rpc.py:1'],
    ],
    [
      'depends_on of a compose file, and names in its environment',
      {
        'docker-compose.yml':
          'services:\n  tide:\n    build: ./tide\n    depends_on: [store]\n  berth:\n    build: ./berth\n    environment:\n      TIDES: http://tide:6301\n  store:\n    image: postgres:16\n',
      },
      ['berth → tide http docker-compose.yml:8', 'tide → store start-order docker-compose.yml:4'],
    ],
    [
      'a server on a port of its own choice',
      { 'berth/main.py': python(6302, 'C = "redis://localhost:6390/1"') },
      ['berth → redis cache berth/main.py:4'],
    ],
    [
      'a system outside',
      { 'berth/main.py': python(6302, 'WEATHER_URL = "https://api.weather-office.example/v1"') },
      ['berth → api.weather-office.example external berth/main.py:4'],
    ],
    [
      'a constant of a shared package, where it is used',
      {
        'lib/places.ts': "export const TIDE_URL = 'http://localhost:6301'\n",
        'berth/x.ts': "import { TIDE_URL } from '../lib/places'\nfetch(TIDE_URL)\n",
      },
      ['berth → tide http berth/x.ts:1'],
    ],
    [
      'a client module that is shared',
      {
        'lib/tide_client.py': 'def levels():\n    return requests.get("http://localhost:6301/levels")\n',
        'berth/x.py': 'from lib.tide_client import levels\n',
      },
      ['berth → tide http berth/x.py:1'],
    ],
    [
      'a constant of one word, behind its package',
      {
        'internal/addr/addr.go': 'package addr\n\nconst (\n\tTide = "http://localhost:6301"\n)\n',
        'berth/x.go': 'package berth\n\nvar t = addr.Tide\nvar Tide = 1\n',
      },
      ['berth → tide http berth/x.go:3'],
    ],
    [
      'a reverse proxy, named by its folder',
      { 'frontdoor/nginx.conf': 'location / {\n  proxy_pass http://127.0.0.1:6301;\n}\n' },
      ['frontdoor → tide upstream frontdoor/nginx.conf:2'],
    ],
    [
      'a reverse proxy of the tree',
      { 'nginx/site.conf': 'location / {\n  proxy_pass http://127.0.0.1:6301;\n}\n' },
      ['nginx → tide upstream nginx/site.conf:2'],
    ],
    [
      'a setting of a shared folder that is named after its service',
      { 'deploy/berth.env': 'TIDES=http://localhost:6301\n' },
      ['berth → tide http deploy/berth.env:1'],
    ],
  ])('%s', async (_name, files, expected) => expect(await edges(files)).toEqual(expected))

  test.each<[string, Record<string, string>]>([
    ['tests', { 'berth/tests/test_x.py': 'U = "http://localhost:6301"\n' }],
    ['documents', { 'berth/README.md': 'see http://tide:8080\n' }],
    ['comments', { 'berth/main.py': python(6302, '# http://tide:8080') }],
    ['origins', { 'berth/main.py': python(6302, 'CORS(app, origins=["http://localhost:6301"])') }],
    ['own probes', { 'berth/main.py': python(6302, 'requests.get("http://localhost:6302/health")') }],
    ['vocabularies', { 'berth/x.yml': 'schema_url: http://www.w3.org/2001/XMLSchema\n' }],
    ['log text', { 'berth/main.py': python(6302, 'print("open http://tide:6301")') }],
  ])('%s make none', async (_name, files) => expect(await edges(files)).toEqual([]))

  test('signs of different sorts are combined as independent, ten of one sort are one', () => {
    const claim = { from: 'a', to: 'b', via: 'x', file: 'f' }
    const [edge] = combine([
      { ...claim, kind: 'variable', line: 1, confidence: 0.5 },
      { ...claim, kind: 'variable', line: 2, confidence: 0.5 },
      { ...claim, kind: 'http', line: 3, confidence: 0.8 },
    ])
    expect(edge).toMatchObject({ line: 3, kind: 'http', confidence: 0.9 })
    expect(edge!.parts).toHaveLength(3)
  })
})

describe('flows', () => {
  test('publisher and subscriber of a matching subject; both need the broker; no start order between them', async () => {
    const report = await survey({
      'tide/main.py': python(
        6301,
        'import nats\nnc = nats.connect("nats://localhost:4222")\nawait nc.publish(f"tide.level.{harbour}", b"")',
      ),
      'berth/main.py': python(6302, 'import nats\nS = "tide.level.>"\nawait nc.subscribe(S, cb=on)'),
    })
    expect(report.flows).toMatchObject([
      { from: 'tide', to: 'berth', subject: 'tide.level.*', pattern: 'tide.level.>', broker: 'nats' },
    ])
    expect(report.edges.map(({ from, to }) => `${from} → ${to}`)).toEqual(['berth → nats', 'tide → nats'])
    expect(report.waves).toEqual([['berth', 'tide']])
  })

  test.each<[string, string, string, string]>([
    [
      'kafkajs',
      'x.js',
      "const { Kafka } = require('kafkajs')\nawait producer.send({ topic: 'arrivals', messages })",
      "require('kafkajs')\nawait consumer.subscribe({ topics: ['arrivals'] })",
    ],
    ['spring kafka', 'X.java', 'kafkaTemplate.send("arrivals", v);', '@KafkaListener(topics = "arrivals")'],
    [
      'amqplib',
      'x.js',
      "require('amqplib')\nchannel.publish('harbour', 'ship.arrived', b)",
      "require('amqplib')\nchannel.bindQueue(q, 'harbour', 'ship.*')",
    ],
    [
      'pika',
      'x.py',
      "import pika\nch.basic_publish(exchange='', routing_key='arrivals', body=b)",
      "import pika\nch.basic_consume(queue='arrivals', on_message_callback=f)",
    ],
    [
      'go nats',
      'x.go',
      'import "github.com/nats-io/nats.go"\nnc.Publish("arrivals", b)',
      'import "github.com/nats-io/nats.go"\nnc.QueueSubscribe("arrivals", "q", f)',
    ],
    [
      'redis',
      'x.cs',
      '// redis\nredis.GetSubscriber().PublishAsync("arrivals", v);',
      'redis.GetSubscriber().SubscribeAsync("arrivals", h);',
    ],
  ])('%s', async (_name, file, publisher, subscriber) => {
    const { flows } = await survey({ [`tide/${file}`]: publisher, [`berth/${file}`]: subscriber })
    expect(flows.map(({ from, to }) => `${from} → ${to}`)).toEqual(['tide → berth'])
  })

  test.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.*', true],
    ['a.b.c', 'a.*', false],
    ['a.b.c', 'a.>', true],
    ['a.b.c', 'a.#', true],
    ['a.*', 'a.b', true],
    ['tick:*', 'tick:BTC', true],
    ['a', 'b', false],
    ['a', 'a.b', false],
  ])('%s meets %s: %s', (subject, pattern, expected) => expect(meets(subject, pattern)).toBe(expected))
})

test('a table of one database is shared; in two databases it is two tables', async () => {
  const sql = (database: string): string =>
    `D = "postgresql://u@localhost/${database}"\ndb.execute("INSERT INTO moorings VALUES (1)")\ndb.execute("SELECT * FROM moorings")`
  const report = await survey({ 'tide/db.py': sql('x'), 'berth/db.py': sql('x') })
  expect(report.shared).toMatchObject([
    { kind: 'database', name: 'postgres', services: ['berth', 'tide'] },
    { kind: 'table', name: 'moorings', services: ['berth', 'tide'], writers: ['berth', 'tide'] },
  ])
  expect(report.services[0]!.risks).toEqual(
    expect.arrayContaining([expect.stringContaining('berth/db.py:2 table moorings')]),
  )
})

test('nodes: one of several servers that only the operator names is a server', async () => {
  const report = await surveyTree({
    source: 't',
    files: memoryFiles({ ...BASE, 'berth/x.yml': 'kafka: localhost:9092,localhost:9093\n' }),
    registry,
    endpoints: { 'localhost:9092': 'kafka-1:9092', 'localhost:9093': 'kafka-2:9092' },
    grammars,
  })
  expect(report.nodes.filter(({ kind }) => kind === 'infra').map(({ id }) => id)).toEqual(['kafka-1', 'kafka-2'])
})

test('nodes: services, servers, systems outside', async () => {
  const { nodes } = await survey({
    'berth/main.py': python(6302, 'C = "redis://localhost:6379"\nURL = "https://api.weather-office.example"'),
  })
  expect(nodes.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
    'app berth',
    'app tide',
    'infra redis',
    'external api.weather-office.example',
  ])
})

describe('waves', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const pair = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names))
  const edge = ([from, to]: [string, string]): SurveyEdge => ({
    from,
    to,
    via: '',
    kind: 'http',
    file: 'x',
    line: 1,
    confidence: 1,
    parts: [],
  })

  test('no edge points to a later wave; at most five; a cycle lives in one', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
        const all = pairs.filter(([from, to]) => from !== to).map(edge)
        const graph = graphOf(
          names.map((id) => ({ id })),
          all,
        )
        const waves = wavesOf(graph)
        const wave = (id: string): number => waves.findIndex((members) => members.includes(id))
        expect(waves.flat().sort()).toEqual(names)
        expect(waves.length).toBeLessThanOrEqual(5)
        for (const { from, to } of all) expect(wave(to)).toBeLessThanOrEqual(wave(from))
        for (const { services, edges: inside } of cyclesOf(graph, all)) {
          expect(new Set(services.map(wave)).size).toBe(1)
          expect(inside.length).toBeGreaterThanOrEqual(services.length)
        }
      }),
    )
  })
})
