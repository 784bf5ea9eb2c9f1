import { describe, expect, test } from 'vitest'
import { surveyTree } from '../../src/migrate/survey.ts'
import { grammars, inventedRegistry, memoryFiles } from '../support/rewrite.ts'

const TARIFF =
  'import os\nfrom http.server import HTTPServer\nR = os.getenv("CACHE_URL", "redis://localhost:6379")\nif __name__ == "__main__":\n    HTTPServer(("127.0.0.1", 6105), H).serve_forever()\n'
const DEPOT =
  "import http from 'node:http'\nconst rates = 'http://localhost:6105/v1'\nconst s = http.createServer()\napp.get('/health', ok)\ns.listen(6107, '127.0.0.1')\n"
const FILES = {
  'apps/tariff/main.py': TARIFF,
  'apps/tariff/requirements.txt': 'redis==5\n',
  'apps/tariff/tests/test_a.py': 'U = "http://localhost:6107"\n',
  'apps/depot/server.js': DEPOT,
  'apps/depot/package.json': '{"name": "depot", "dependencies": {"x": "1", "y": "2"}}',
  'apps/crane_jobs/main.py':
    'import asyncio\nT = "http://localhost:6105"\nD = "http://localhost:6107"\nif __name__ == "__main__":\n    asyncio.run(main())\n',
  'lib/shared.py': 'BUS = "nats://localhost:4222"\n',
  'tools/x.blob': 'var u = "http://localhost:6105"\n',
}

const survey = (files: Record<string, string>, options: { endpoints?: Record<string, string> } = {}) =>
  surveyTree({ source: 'test', files: memoryFiles(files), registry: inventedRegistry(), grammars, ...options })

describe('surveyTree', () => {
  test('services with language, entry, ports, manifests and health route', async () => {
    const { services } = await survey(FILES)
    expect(services.map(({ id, path, language, entry, ports }) => ({ id, path, language, entry, ports }))).toEqual([
      { id: 'crane-jobs', path: 'apps/crane_jobs', language: 'python', entry: 'main.py', ports: [] },
      { id: 'depot', path: 'apps/depot', language: 'javascript', entry: 'server.js', ports: [6107] },
      { id: 'tariff', path: 'apps/tariff', language: 'python', entry: 'main.py', ports: [6105] },
    ])
    expect(services.find((one) => one.id === 'depot')).toMatchObject({
      manifests: ['package.json'],
      healthPath: '/health',
      command: ['node', 'server.js'],
    })
    expect(services.find((one) => one.id === 'tariff')).toMatchObject({
      environment: ['CACHE_URL'],
      command: ['python', 'main.py'],
    })
  })

  test('edges with file and line; tests and own ports are none', async () => {
    const { edges } = await survey(FILES)
    expect(edges.map(({ from, to, file, line }) => `${from} → ${to} ${file}:${line}`)).toEqual([
      'crane-jobs → depot apps/crane_jobs/main.py:3',
      'crane-jobs → tariff apps/crane_jobs/main.py:2',
      'depot → tariff apps/depot/server.js:2',
      'tariff → valkey apps/tariff/main.py:3',
    ])
    for (const edge of edges) expect(edge.confidence).toBeGreaterThan(0)
  })

  test('no edge points to a later wave', async () => {
    const { waves, edges } = await survey(FILES)
    expect(waves).toEqual([['tariff'], ['depot'], ['crane-jobs']])
    const wave = (id: string): number => waves.findIndex((members) => members.includes(id))
    for (const { from, to } of edges) if (wave(to) >= 0) expect(wave(to)).toBeLessThanOrEqual(wave(from))
  })

  test('a cycle lives in one wave and is a risk', async () => {
    const cyclic = { ...FILES, 'apps/tariff/main.py': `D = "http://localhost:6107"\n${TARIFF}` }
    const { waves, services } = await survey(cyclic)
    expect(waves).toEqual([['depot', 'tariff'], ['crane-jobs']])
    expect(services.find((one) => one.id === 'tariff')).toMatchObject({
      risk: 'high',
      risks: expect.arrayContaining([expect.stringContaining('cycle')]),
    })
  })

  test('what belongs to no service is shared; what no parser reads is listed', async () => {
    const { endpoints, notCovered } = await survey(FILES)
    expect(endpoints.find((one) => one.file === 'lib/shared.py')).toMatchObject({
      service: 'shared',
      replacement: 'nats:4222',
    })
    expect(endpoints.find((one) => one.file === 'tools/x.blob')).toMatchObject({ action: 'risk' })
    expect(notCovered).toEqual([])
  })

  test("the operator's map names a service the tree does not", async () => {
    const { endpoints } = await survey(
      { ...FILES, 'lib/shared.py': 'U = "http://localhost:7000"\n' },
      { endpoints: { 'localhost:7000': 'yard:9000' } },
    )
    expect(endpoints.find((one) => one.file === 'lib/shared.py')).toMatchObject({
      replacement: 'yard:9000',
      target: 'yard:9000',
    })
  })

  test('more than five layers end in the fifth wave', async () => {
    const ports = [7001, 7002, 7003, 7004, 7005, 7006, 7007]
    const chain = Object.fromEntries(
      ports.map((port, index) => [
        `s${index}/main.py`,
        `${index > 0 ? `P = "http://localhost:${ports[index - 1]}"\n` : ''}if __name__ == "__main__":\n    app.run(port=${port})\n`,
      ]),
    )
    const { waves, services } = await survey(chain)
    expect(waves.map((members) => members.length)).toEqual([1, 1, 1, 1, 3])
    expect(services.find((one) => one.id === 's6')?.priority).toBe('P5')
  })
})
