// What several hits, files and answers come to together.
import { describe, expect, test } from 'vitest'
import { materialise } from '../../../src/migrate/rewrite/apply.ts'
import { withEndpoints } from '../../../src/migrate/rewrite/registry.ts'
import { localTargets, renderParts } from '../../../src/migrate/rewrite/render.ts'
import type { EndpointMap } from '../../../src/model/platform.ts'
import { inventedRegistry, planOf, rewritten, textOf } from '../../support/rewrite.ts'

async function outcome(
  files: Record<string, string>,
  options: Parameters<typeof planOf>[1] = {},
): Promise<Record<string, string>> {
  const plan = await planOf(files, options)
  return Object.fromEntries(Object.entries(rewritten(files, plan)).map(([path, bytes]) => [path, textOf(bytes)]))
}

describe('nothing is skipped in silence', () => {
  test('a language without a parser: each trace is told, none is edited', async () => {
    const plan = await planOf({ 'page.blob': 'const u = "http://localhost:6105"\n// 127.0.0.1\n' })
    expect(plan.findings).toMatchObject([
      { text: 'localhost:6105', action: 'risk' },
      { text: '127.0.0.1', action: 'risk' },
    ])
    expect(plan.edits.size).toBe(0)
  })

  test('data with very many traces is counted', async () => {
    const plan = await planOf({ 'visits.csv': '127.0.0.1,GET\n'.repeat(100) })
    expect(plan.notCovered).toEqual([{ file: 'visits.csv', reason: expect.stringContaining('no parser'), hits: 100 }])
  })

  test('bytes that do not round-trip are listed, not edited', async () => {
    const torn = Uint8Array.from([0xff, 0xfe, ...[...'localhost'].flatMap((letter) => [letter.charCodeAt(0), 0]), 0x21])
    const plan = await planOf({ 'a.py': torn })
    expect(plan.notCovered).toMatchObject([{ file: 'a.py', reason: expect.stringContaining('do not survive') }])
    expect(plan.edits.size).toBe(0)
  })

  test('a place the parser cannot make sense of is a risk, not an edit', async () => {
    const plan = await planOf({ 'a.py': 'f("http://localhost:6105" ]] = (\n' })
    expect(plan.findings).toMatchObject([{ text: 'localhost:6105', action: 'risk' }])
  })
})

describe('edits', () => {
  test('one shared port constant is edited once', async () => {
    const source = 'P = 6105\na = f"http://localhost:{P}/a"\nb = f"http://localhost:{P}/b"\n'
    expect((await planOf({ 'a.py': source })).findings.map((one) => one.text)).toEqual([
      '6105',
      'localhost',
      'localhost',
    ])
    expect((await outcome({ 'a.py': source }))['a.py']).toBe(
      'P = 8080\na = f"http://tariff:{P}/a"\nb = f"http://tariff:{P}/b"\n',
    )
  })

  test('a constant that is reassigned is not folded: it asks', async () => {
    const plan = await planOf({ 'a.py': 'P = 6105\nP = next_port()\nu = f"http://localhost:{P}/a"\n' })
    expect(plan.findings).toMatchObject([{ text: 'localhost', action: 'ask' }])
    expect(plan.edits.size).toBe(0)
  })

  test('a shadowed constant is not folded either', async () => {
    const plan = await planOf({ 'a.ts': 'const P = 6105\nexport const f = (P: number) => `http://localhost:${P}/a`\n' })
    expect(plan.findings.map((one) => one.action)).toEqual(['ask'])
  })

  describe('one port that two services share', () => {
    const source = 'port = 6108\nopen(tariff_host="localhost", port=port)\nopen(depot_host="localhost", port=port)\n'

    test('is asked about, and the hosts wait with it', async () => {
      const plan = await planOf({ 'a.py': source })
      expect(plan.findings.map((one) => [one.text, one.action])).toEqual([
        ['6108', 'ask'],
        ['localhost', 'ask'],
        ['localhost', 'ask'],
      ])
      expect(plan.questions).toMatchObject([{ kind: 'role', occurrences: [{ line: 1, text: '6108' }] }])
      expect(plan.edits.size).toBe(0)
    })

    test('stays when the operator says keep', async () => {
      const [question] = (await planOf({ 'a.py': source })).questions
      const plan = await planOf({ 'a.py': source }, { answers: { [question!.id]: 'keep' } })
      expect(plan.questions).toEqual([])
      expect(plan.findings.every((one) => one.action === 'keep')).toBe(true)
    })
  })

  test('bytes of an untouched file stay the same object', async () => {
    const files = { 'a.py': new TextEncoder().encode('x = 1\n') }
    expect(rewritten(files, await planOf(files))['a.py']).toBe(files['a.py'])
  })
})

describe('an answered path', () => {
  const source = 'spool:\n  place: C:\\Tide\\spool\n'
  const answered = async (value: string) => {
    const [question] = (await planOf({ 'a.yaml': source })).questions
    return planOf({ 'a.yaml': source }, { answers: { [question!.id]: value } })
  }

  test('lies below a mount of the container', async () => {
    expect((await answered('/data/spool')).findings).toMatchObject([{ action: 'edit', replacement: '/data/spool' }])
  })

  test.each(['banana', '/srv/spool', '/data/../etc'])('%s is refused, not bent into a mount', async (value) => {
    await expect(answered(value)).rejects.toMatchObject({ code: 'ANSWERS_INVALID' })
  })
})

describe('environment', () => {
  test('a list in one default gets one value', async () => {
    const plan = await planOf({ 'a.py': 'N = os.getenv("NODES", "localhost:6105,localhost:6107").split(",")\n' })
    expect(plan.environment.NODES).toMatchObject({
      container: 'tariff:8080,depot:8080',
      value: '${tariff.host}:${tariff.port.http},${depot.host}:${depot.port.http}',
    })
  })

  test('host and port of two variables', async () => {
    const plan = await planOf({
      'a.py': 'h = os.getenv("DEPOT_HOST", "localhost")\np = int(os.getenv("DEPOT_PORT", "6107"))\n',
    })
    expect(Object.entries(plan.environment).map(([name, entry]) => [name, entry.container])).toEqual([
      ['DEPOT_HOST', 'depot'],
      ['DEPOT_PORT', '8080'],
    ])
  })

  test('a constant in the default is folded', async () => {
    const plan = await planOf({ 'a.ts': 'const P = 6105\nconst u = process.env.RATES ?? `http://localhost:${P}/v1`\n' })
    expect(plan.environment.RATES?.container).toBe('http://tariff:8080/v1')
  })

  test('a default that is computed is edited instead', async () => {
    const files = { 'a.ts': 'const u = process.env.RATES ?? `http://localhost:6105/${version()}`\n' }
    expect((await planOf(files)).environment).toEqual({})
    expect((await outcome(files))['a.ts']).toBe('const u = process.env.RATES ?? `http://tariff:8080/${version()}`\n')
  })

  test('one variable cannot hold two values: each default is edited', async () => {
    const files = {
      'a.py': 'u = os.getenv("PEER", "http://localhost:6105")\n',
      'b.py': 'u = os.getenv("PEER", "http://localhost:6107")\n',
    }
    expect((await planOf(files)).environment).toEqual({})
    expect(await outcome(files)).toEqual({
      'a.py': 'u = os.getenv("PEER", "http://tariff:8080")\n',
      'b.py': 'u = os.getenv("PEER", "http://depot:8080")\n',
    })
  })

  test('a launcher line sets the variable and stays', async () => {
    const plan = await planOf({ 'start.bat': '@echo off\r\nset RATES=http://localhost:6105\r\npython main.py\r\n' })
    expect(plan.environment.RATES?.container).toBe('http://tariff:8080')
    expect(plan.edits.size).toBe(0)
  })
})

describe('questions', () => {
  const files = { 'conf.yaml': 'uplink: localhost\nrates: http://localhost:6108\n' }

  test('keep their id while lines move', async () => {
    const ids = (await planOf(files)).questions.map((one) => one.id)
    const moved = (await planOf({ 'conf.yaml': `# new\n\n${files['conf.yaml']}` })).questions.map((one) => one.id)
    expect(ids).toEqual(['port:crane:conf.yaml:uplink'])
    expect(moved).toEqual(ids)
  })

  test('an answer is done', async () => {
    const answers = { 'port:crane:conf.yaml:uplink': 'depot:8080' }
    expect((await outcome(files, { answers }))['conf.yaml']).toBe('uplink: depot\nrates: http://tariff:8080\n')
    expect((await planOf(files, { answers })).questions).toEqual([])
  })

  test('keep is an answer', async () => {
    expect((await outcome(files, { answers: { 'port:crane:conf.yaml:uplink': 'keep' } }))['conf.yaml']).toContain(
      'uplink: localhost',
    )
  })

  test('an impossible answer names the nearest service', async () => {
    const answers = { 'port:crane:conf.yaml:uplink': 'depto' }
    await expect(planOf(files, { answers })).rejects.toMatchObject({
      code: 'ANSWERS_INVALID',
      facts: { nearest: 'depot' },
    })
  })

  test('a foreign machine is asked about once', async () => {
    const plan = await planOf({ 'a.yaml': 'a: http://PC-DESK7:6105\nb: http://PC-DESK7:6105/x\n' })
    expect(plan.questions).toMatchObject([{ kind: 'name', occurrences: [{ line: 1 }, { line: 2 }] }])
  })

  test('the endpoints map answers before anybody is asked', async () => {
    const registry = withEndpoints(inventedRegistry(), {
      'localhost:6108': 'depot:8080',
      'PC-DESK7:6105': 'tariff:8080',
    })
    const source = 'rates: http://localhost:6108\nx: http://PC-DESK7:6105\n'
    expect((await outcome({ 'a.yaml': source }, { registry }))['a.yaml']).toBe(
      'rates: http://depot:8080\nx: http://tariff:8080\n',
    )
  })
})

describe('the local form', () => {
  const endpoints: EndpointMap = new Map<string, { host: string; ports: Record<string, number> }>([
    ['crane', { host: '127.0.0.1', ports: { http: 28080 } }],
    ['tariff', { host: '127.0.0.1', ports: { http: 28081 } }],
    ['valkey', { host: '127.0.0.1', ports: { client: 26379 } }],
  ])
  const targets = localTargets(endpoints, {
    app: '/l/app',
    config: '/l/config',
    data: '/l/data',
    secrets: '/l/secrets',
    tmp: '/tmp',
  })

  test('has the same spans with other words', async () => {
    const files = {
      'a.yaml':
        'server: {host: localhost, port: 6101}\nrates: http://localhost:6105\nredis_host: localhost\nredis_port: 6379\ndb: C:\\Legacy\\data\\q.db\n',
    }
    const plan = await planOf(files)
    const local = {
      ...plan,
      edits: new Map([...plan.edits].map(([path, edits]) => [path, materialise(edits, targets)])),
    }
    expect(textOf(rewritten(files, local)['a.yaml']!)).toBe(
      'server: {host: 127.0.0.1, port: 28080}\nrates: http://127.0.0.1:28081\nredis_host: 127.0.0.1\nredis_port: 26379\ndb: /l/data/q.db\n',
    )
    const spans = (edits: { start: number; end: number }[] = []): number[][] =>
      edits.map(({ start, end }) => [start, end])
    expect(spans(local.edits.get('a.yaml'))).toEqual(spans(plan.edits.get('a.yaml')))
  })

  test('moves a port that containers keep', async () => {
    const plan = await planOf({ 'a.py': 'r = Redis(host="localhost", port=6379)\n' })
    expect(plan.edits.get('a.py')!.map((one) => one.replacement)).toEqual(['valkey', '6379'])
    expect(materialise(plan.edits.get('a.py')!, targets).map((one) => one.replacement)).toEqual(['127.0.0.1', '26379'])
  })

  test('renders the environment, too', async () => {
    const plan = await planOf({ 'a.py': 'u = os.getenv("CACHE", "redis://localhost:6379/3")\n' })
    expect(renderParts(plan.environment.CACHE!.parts, targets)).toBe('redis://127.0.0.1:26379/3')
  })
})

test('a script without an ending is read as its first line says', async () => {
  const plan = await planOf({
    'bin/server': '#!/usr/bin/env python3\nTARIFF = "http://localhost:6105"  # localhost:6107\n',
    'bin/wait': '#!/bin/sh\ncurl -sf http://localhost:6105/up\n',
    'bin/odd': '#!/usr/bin/awk -f\n# http://localhost:6105\n',
  })
  expect(plan.findings.map(({ file, role, action }) => `${file} ${role} ${action}`)).toEqual([
    'bin/odd peer risk',
    'bin/server peer edit',
    'bin/server doc keep',
    'bin/wait peer edit',
  ])
})
