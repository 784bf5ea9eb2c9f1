import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HostFacts } from '../../src/doctor/check.ts'
import { measureHost } from '../../src/doctor/host.ts'
import { CHECKS, examine } from '../../src/doctor/index.ts'

const GIB = 1024 ** 3
const well: HostFacts = {
  nodeVersion: 'v24.21.0',
  env: {},
  folders: { state: '/p/.trade2026' },
  wantsDocker: false,
  run: async () => ({ code: 0, output: 'pip 24.0 from /usr/lib (python 3.11)\n' }),
  binaries: [
    { name: 'nats-server', optional: false },
    { name: 'weed', optional: true },
  ],
  locate: (name) => ({ path: `/bin/${name}`, from: 'path' }),
  preflight: async () => [],
  askEngine: async () => ({ absent: true }),
  freeDiskBytes: () => 100 * GIB,
  isWritable: () => true,
  availableMemoryBytes: () => 8 * GIB,
}
const taken = {
  service: 'nats',
  code: 'PORT_TAKEN',
  message: 'nats: port 4222 (client) is taken by pid 7 (nc)',
  hints: ['kill 7'],
}

async function verdictOf(id: string, changes: Partial<HostFacts>) {
  const { checks } = await examine({ ...well, ...changes })
  return checks.find((check) => check.id === id)!
}

describe('doctor', () => {
  it('finds nothing on a host that has everything', async () => {
    const { ok, checks } = await examine(well)
    expect(ok).toBe(true)
    expect(checks.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(CHECKS.map(({ id }) => `${id} pass`))
  })

  it.each([
    ['node', { nodeVersion: 'v20.11.0' }, 'fail', 'v20'],
    ['python', { run: async () => ({ code: null, output: '' }) }, 'warn', 'no python3'],
    [
      'python',
      { run: async () => ({ code: 1, output: 'No module named pip' }), locate: () => undefined },
      'fail',
      'without pip',
    ],
    ['binaries', { locate: () => undefined }, 'fail', 'nats-server missing'],
    [
      'binaries',
      { locate: (name: string) => (name === 'weed' ? undefined : well.locate(name)) },
      'warn',
      'weed missing',
    ],
    ['folders', { isWritable: () => false }, 'fail', '/p/.trade2026 is not writable'],
    ['ports', { preflight: async () => [taken] }, 'fail', 'pid 7'],
    ['disk', { freeDiskBytes: () => 2 * GIB }, 'warn', '2.0 GiB'],
    ['disk', { freeDiskBytes: () => 0.1 * GIB }, 'fail', '0.1 GiB'],
    ['memory', { availableMemoryBytes: () => GIB }, 'warn', '1.0 GiB'],
    ['engine', { wantsDocker: true }, 'fail', 'none'],
    ['engine', { askEngine: async () => ({ failure: 'EACCES' }) }, 'warn', 'EACCES'],
    ['engine', { askEngine: async () => ({ version: '20.10', api: '1.9' }) }, 'warn', 'API 1.9'],
    ['engine', { askEngine: async () => ({ version: '20.10.24', api: '1.41' }) }, 'pass', 'API 1.41'],
  ] as const)('%s: %o is %s', async (id, changes, verdict, words) => {
    const check = await verdictOf(id, changes as Partial<HostFacts>)
    expect(check.verdict).toBe(verdict)
    expect(check.found).toContain(words)
    // Whoever is told that something is wrong is told what to type.
    expect(check.hints.length > 0).toBe(verdict !== 'pass')
    expect((await examine({ ...well, ...(changes as Partial<HostFacts>) })).ok).toBe(verdict !== 'fail')
  })

  it('goes on when a check breaks', async () => {
    const broken = async (): Promise<never> => Promise.reject(new Error('EIO'))
    const { ok, checks } = await examine({ ...well, preflight: broken })
    expect(ok).toBe(false)
    expect(checks).toHaveLength(CHECKS.length)
    expect(checks.find(({ id }) => id === 'ports')).toMatchObject({ verdict: 'fail', found: 'not answered: EIO' })
  })
})

describe('the host', () => {
  it('is measured, also for folders that are not there yet', () => {
    const host = measureHost({})
    expect(host.freeDiskBytes(join(tmpdir(), 'not/there'))).toBeGreaterThan(0)
    expect(host.isWritable(join(tmpdir(), 'not/there'))).toBe(true)
    expect(host.availableMemoryBytes()).toBeGreaterThan(0)
  })

  it('asks the engine that DOCKER_HOST names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 't26-engine-'))
    const path = join(folder, 'docker.sock')
    let answer = '{"Version":"20.10.24","ApiVersion":"1.41"}'
    const server = createServer((_request, response) => response.end(answer)).listen(path)
    await once(server, 'listening')
    const { askEngine } = measureHost({ DOCKER_HOST: `unix://${path}` })
    try {
      expect(await askEngine()).toEqual({ version: '20.10.24', api: '1.41' })
      answer = '<html>'
      expect(await askEngine()).toMatchObject({ failure: expect.stringContaining('something else than JSON') })
    } finally {
      server.close()
      await once(server, 'close')
    }
    expect(await askEngine()).toEqual({ absent: true })
    expect(await measureHost({ DOCKER_HOST: 'tcp://127.0.0.1:1' }).askEngine()).toMatchObject({
      failure: expect.stringContaining('ECONNREFUSED'),
    })
    rmSync(folder, { recursive: true })
  })
})
