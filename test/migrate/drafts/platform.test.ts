// Drafts are files the catalog accepts: loaded and linted here as the tool does, gates included.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadGates } from '../../../src/catalog/gates.ts'
import { loadDefinitions, loadSettings } from '../../../src/catalog/load.ts'
import { draftId, portAllotment } from '../../../src/migrate/drafts/names.ts'
import { draftPlatform } from '../../../src/migrate/drafts/platform.ts'
import { buildRegistry } from '../../../src/migrate/rewrite/registry.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { memoryReader } from '../../support/catalog.ts'
import { grammars, memoryFiles } from '../../support/rewrite.ts'

const registry = buildRegistry({ services: new Map() })
const LEGACY = {
  'tide/main.py':
    'import nats, psycopg\nB = "nats://localhost:4222"\nD = "postgresql://u@localhost/tides"\n@app.get("/healthz")\ndef h(): ...\napp.run(port=3000)\n',
  'tide/requirements.txt': 'flask\n',
  'berth/server.js':
    "import express from 'express'\nconst tides = 'http://localhost:3000/v1'\nconst c = 'redis://localhost:6379'\nconst app = express()\napp.listen(6302)\n",
  'berth/package.json': '{"name": "berth", "dependencies": {"express": "5"}}',
  'watch/main.py': 'B = "http://localhost:6302"\nif __name__ == "__main__":\n    while True: tick()\n',
}
const drafted = async (files: Record<string, string>) => {
  const report = await surveyTree({ source: 't', files: memoryFiles(files), registry, grammars })
  return draftPlatform(report, { name: 'harbour', legacyRoot: '../old' })
}

describe('drafts of a survey', () => {
  test('are a catalog: settings, services, servers, needs', async () => {
    const files = await drafted(LEGACY)
    const reader = memoryReader(Object.fromEntries(files.map(({ path, text }) => [path, text])))
    expect(loadSettings(reader)).toMatchObject({ name: 'harbour', legacyRoot: '../old' })
    const definitions = new Map(loadDefinitions(reader).map((definition) => [definition.id, definition]))
    expect([...definitions.keys()].sort()).toEqual(['berth', 'nats', 'postgres', 'redis', 'tide', 'watch'])
    expect(definitions.get('tide')).toMatchObject({
      wave: 'P1',
      ports: { http: 3000 },
      hostPorts: { http: 13000 },
      needs: { nats: 'hard', postgres: 'soft' },
      health: { probe: { kind: 'http', path: '/healthz', port: 'http' } },
      legacy: { path: 'tide', ports: [3000], names: ['tide'] },
    })
    expect(definitions.get('berth')!.needs).toEqual({ redis: 'hard', tide: 'soft' })
    expect(definitions.get('watch')).toMatchObject({ ports: {}, health: { probe: { kind: 'process' } } })
    expect(definitions.get('redis')!.local).toMatchObject({ kind: 'binary', binary: 'valkey-server' })
    expect(definitions.get('postgres')!.local).toMatchObject({ kind: 'none' })
  })

  test('gates are valid and no section is empty', async () => {
    const files = await drafted(LEGACY)
    const reader = memoryReader(Object.fromEntries(files.map(({ path, text }) => [path, text])))
    const services = new Map(loadDefinitions(reader).map((definition) => [definition.id, definition]))
    const gates = loadGates(reader, services)
    expect([...gates.keys()].sort()).toEqual(['berth', 'tide', 'watch'])
    for (const { checks } of gates.values())
      expect(checks.map(({ section }) => section)).toEqual(
        expect.arrayContaining(['component', 'integration', 'performance']),
      )
  })

  test('each names the place it was found at', async () => {
    const files = await drafted(LEGACY)
    const text = (path: string): string => files.find((file) => file.path === path)!.text
    expect(text('services/tide/service.yaml')).toContain('# draft: found by survey at tide/main.py:1')
    expect(text('services/tide/service.yaml')).toContain('nats: hard # tide/main.py:2')
    expect(text('infra/redis.yaml')).toContain('# draft: found by survey at berth/server.js:3')
  })

  test('a cycle of services is no cycle of needs', async () => {
    const files = await drafted({
      'a/main.py': 'B = "http://localhost:6202"\napp.run(port=6201)\n',
      'b/main.py': 'A = "http://localhost:6201"\napp.run(port=6202)\n',
    })
    const reader = memoryReader(Object.fromEntries(files.map(({ path, text }) => [path, text])))
    expect(loadDefinitions(reader).map(({ needs }) => needs)).toEqual([{ b: 'soft' }, { a: 'soft' }])
  })

  test('names with control characters stay inside their comment', async () => {
    const files = await drafted({ 'a\nkind: infra\u001b[31m/main.py': 'app.run(port=6201)\n' })
    for (const { text } of files) expect(text).not.toContain('\u001b')
    expect(loadDefinitions(memoryReader(Object.fromEntries(files.map(({ path, text }) => [path, text]))))).toHaveLength(
      1,
    )
  })
})

test('an empty platform is one the catalog loads', () => {
  const files = draftPlatform(undefined, { name: 'harbour' })
  const reader = memoryReader(Object.fromEntries(files.map(({ path, text }) => [path, text])))
  expect(loadSettings(reader).name).toBe('harbour')
  expect(loadDefinitions(reader)).toEqual([])
})

test('any folder name gives a valid id; no port of the host is given twice', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(draftId(name)).toMatch(/^[a-z][a-z0-9-]*$/)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 40 }), (wanted) => {
      const given = wanted.map(portAllotment())
      expect(new Set(given).size).toBe(given.length)
      for (const port of given) expect(port).toBeLessThanOrEqual(65_535)
    }),
  )
})
