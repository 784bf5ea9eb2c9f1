import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { observeEmbedded } from '../../../src/runtime/local/embedded.ts'
import { createLocalRuntime } from '../../../src/runtime/local/local.ts'
import { programDigest } from '../../../src/runtime/local/program-digest.ts'
import { createLocalHarness } from './harness.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 't26-embedded-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('embedded services', () => {
  it('are well where their file can be made, and not where it cannot', () => {
    const of = (path: string) => observeEmbedded({ service: 'questdb', path, detail: 'SQLite file' })
    expect(of(join(folder, 'not/yet/there.sqlite'))).toMatchObject({ state: 'embedded', health: 'healthy' })
    // A file where a folder has to be: refused to root as well.
    writeFileSync(join(folder, 'file'), '')
    expect(of(join(folder, 'file/there.sqlite'))).toMatchObject({ state: 'embedded', health: 'unhealthy' })
  })

  it('are listed by the runtime beside processes', async () => {
    const harness = createLocalHarness()
    try {
      const embedded = [{ service: 'questdb', path: join(harness.state, 'timeseries.sqlite'), detail: 'SQLite file' }]
      const endpoints = new Map([['risk', { host: '127.0.0.1', ports: { http: 1 } }]])
      const { instances } = await createLocalRuntime({ ...harness.options, embedded, endpoints }).observe()
      expect([...instances.values()].map(({ service, state }) => [service, state])).toEqual([
        ['risk', 'absent'],
        ['questdb', 'embedded'],
      ])
    } finally {
      await harness.dispose()
    }
  })
})

describe('program digest', () => {
  const write = (file: string, text: string): void => {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  it('changes with one byte, a name or a new file, and with nothing else (F09)', () => {
    write('src/main.js', 'a')
    const first = programDigest([folder])
    expect(programDigest([folder])).toBe(first)
    write('node_modules/x/index.js', 'x')
    expect(programDigest([folder])).toBe(first)
    write('src/main.js', 'b')
    const second = programDigest([folder])
    expect(second).not.toBe(first)
    write('src/more.js', '')
    expect(programDigest([folder])).not.toBe(second)
  })
})
