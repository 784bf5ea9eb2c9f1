import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeLegacyTree } from '../../src/bench/legacy-tree.ts'
import { TELL_PEAK, timeProcess } from '../../src/bench/process.ts'

const root = mkdtempSync(join(tmpdir(), 'bench-survey-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the tree to measure on', () => {
  it('is of the size and the services that were wished, and the same each time', () => {
    const wishes = { services: 5, bytes: 200_000, fileBytes: 3000 }
    const [one, two] = ['one', 'two'].map((name) => writeLegacyTree(join(root, name), wishes))
    expect(readdirSync(join(root, 'one'))).toEqual(['quay-01', 'quay-02', 'quay-03', 'quay-04', 'quay-05'])
    expect(one!.bytes).toBeGreaterThanOrEqual(200_000)
    expect(one!.bytes).toBeLessThan(220_000)
    expect(two!.bytes).toBe(one!.bytes)
    expect(one!.files.map((file) => readFileSync(file, 'utf8'))).toEqual(
      two!.files.map((file) => readFileSync(file, 'utf8')),
    )
  })
})

it('a process tells its peak memory, in MiB', async () => {
  const command = {
    program: process.execPath,
    args: ['-e', '0'],
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: TELL_PEAK },
  }
  const { peakMiB } = await timeProcess(command, new AbortController().signal)
  expect(peakMiB).toBeGreaterThan(20)
  expect(peakMiB).toBeLessThan(500)
})
