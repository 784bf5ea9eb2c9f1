// The bare server as a real process.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Floor, startFloor } from '../../src/bench/floor.ts'

let folder: string
let floor: Floor | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 't26-floor-'))
})
afterEach(async () => {
  await floor?.stop()
  floor = undefined
  rmSync(folder, { recursive: true })
})

const post = async (body: string): Promise<string> => {
  const response = await fetch(`${floor!.origin}/any`, { method: 'POST', body })
  expect(response.status).toBe(200)
  return response.text()
}

describe.each(['echo', 'log'] as const)('%s', (mode) => {
  it('answers every request with its own body, also many at once', async () => {
    floor = await startFloor(mode, { node: process.execPath, folder })
    const bodies = Array.from({ length: 200 }, (_, index) => JSON.stringify({ index, text: 'ä'.repeat(index % 7) }))
    expect(await Promise.all(bodies.map(post))).toEqual(bodies)
  })

  it('is gone after its stop', async () => {
    floor = await startFloor(mode, { node: process.execPath, folder })
    const { origin } = floor
    await floor.stop()
    floor = undefined
    await expect(fetch(origin)).rejects.toThrow()
  })
})

it('log has written a record for each answer it gave', async () => {
  floor = await startFloor('log', { node: process.execPath, folder })
  expect(['inline', 'pool']).toContain(floor.sync)
  // More than the 21 records that its start-up probe writes over.
  for (let index = 0; index < 30; index++) await post('{}')
  const written = readFileSync(join(folder, 'floor.log'))
  expect(written.subarray(0, 30 * 512).every((byte) => byte === 1)).toBe(true)
  expect(written.subarray(30 * 512).every((byte) => byte === 0)).toBe(true)
})

it('a server that cannot start is an error, not a wait', async () => {
  const starting = startFloor('log', { node: process.execPath, folder: join(folder, 'missing') })
  await expect(starting).rejects.toThrow('ended before it was ready')
})
