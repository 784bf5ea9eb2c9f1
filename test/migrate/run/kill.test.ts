// Real processes, really killed: what the cut-off disk shows in one process must also hold across processes.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeDisk } from '../../../src/journal/disk.ts'
import { rollback } from '../../../src/migrate/rollback.ts'
import { scaled } from '../../support/long.ts'
import { depsOf, world } from './world.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'kill-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function folder(): string {
  return mkdtempSync(join(root, 'platform-'))
}
function complete(platform: string, run: string): { calls: number; verdict: string; changes: number } {
  return JSON.parse(execFileSync(process.execPath, [CHILD, platform, run, '0'], { encoding: 'utf8' })) as never
}
function kill(platform: string, run: string, at: number): void {
  expect(spawnSync(process.execPath, [CHILD, platform, run, String(at)]).signal).toBe('SIGKILL')
}
/** Path, mode and content of everything but journal, evidence and kept bytes, which tell of time. */
function outcome(platform: string): string[] {
  return readdirSync(platform, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const mode = (statSync(path).mode & 0o777).toString(8)
      return `${relative(platform, path)} ${mode} ${entry.isFile() ? readFileSync(path, 'utf8') : '/'}`
    })
    .filter((line) => !/^\.trade2026\/(journal|evidence|reports|blobs)/.test(line))
    .sort()
}

describe('a migration killed with SIGKILL', () => {
  const whole = folder()
  const { calls, verdict } = complete(whole, 'whole')

  it('is long enough to be killed in many places', () => {
    expect(verdict).toBe('pass')
    expect(calls).toBeGreaterThan(150)
  })

  const points = scaled(8, 200)
  const seed = Number(process.env.SEED ?? 20261124)
  const at = Array.from({ length: points }, (_, index) => 1 + ((seed + index * 7919) % calls))

  it(`ends the same when the command is given again (seed ${seed}, ${points} points)`, { timeout: 600_000 }, () => {
    for (const point of at) {
      const platform = folder()
      kill(platform, 'first', point)
      expect(complete(platform, 'second').verdict, `killed before call ${point}`).toBe('pass')
      expect(outcome(platform), `killed before call ${point}`).toEqual(outcome(whole))
      expect(complete(platform, 'third').changes).toBe(0)
      rmSync(platform, { recursive: true })
    }
  })

  it('ends the same when it is killed again and again on its way', () => {
    const platform = folder()
    for (let round = 0; round < 4; round++) kill(platform, `round-${round}`, 30 + round * 3)
    complete(platform, 'last')
    expect(outcome(platform)).toEqual(outcome(whole))
  })

  it('goes back clean instead when it is rolled back', async () => {
    for (const point of at.slice(0, 4)) {
      const platform = folder()
      kill(platform, 'first', point)
      await rollback(['crane', 'tariff'], depsOf(world(nodeDisk, platform, { twins: ['crane'] }), 'back'))
      const left = outcome(platform).filter((line) => !/^(running|\.trade2026)/.test(line))
      expect(left, `killed before call ${point}`).toEqual([])
    }
  })
})
