// The tool is killed with SIGKILL at moments nobody chose; the same call again finishes the work.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRng } from '#kit/rng'
import type { MigrateReport, PsReport } from '../../../src/model/report.ts'
import { ROOT } from '../../support/catalog.ts'
import { type CliPlatform, cliPlatform } from '../../support/cli-platform.ts'
import { scaled } from '../../support/long.ts'

const SOURCE = join(ROOT, 'test/fixtures/trade2025')
const SEED = Number(process.env.SEED ?? 20_261_124)
const rng = seededRng(SEED)
let platform: CliPlatform

beforeAll(() => {
  process.stderr.write(`killed: SEED=${SEED}\n`)
  platform = cliPlatform(12_049)
})
afterAll(() => platform.dispose(), 60_000)

const moments = (count: number, fromMs: number, toMs: number): number[] =>
  Array.from({ length: count }, () => Math.round(fromMs + rng.next() * (toMs - fromMs)))

describe('killed in the middle of up', () => {
  it.each(moments(scaled(4, 10), 200, 1500))(
    'after %i ms: the next up ends with every service once',
    async (killAfterMs) => {
      await platform.run(['down', '--volumes', '--yes'])
      await platform.run(['up'], { killAfterMs })
      const up = await platform.run(['up'])
      expect({ code: up.code, stderr: up.stderr }).toMatchObject({ code: 0 })
      const { services } = await platform.json<PsReport>(['ps'])
      const running = services.filter(({ pid }) => pid !== undefined)
      expect(running.every(({ health }) => health === 'healthy')).toBe(true)
      const counted = Map.groupBy(platform.processes(), ({ service }) => service)
      for (const { id } of running) expect([id, counted.get(id)?.length]).toEqual([id, 1])
    },
  )
})

describe('killed in the middle of migrate', () => {
  let whole: Record<string, string>

  beforeAll(async () => {
    await platform.run(['up'])
    expect(await platform.json<MigrateReport>(['migrate', 'pnl', '--source', SOURCE])).toMatchObject({
      verdict: 'pass',
    })
    whole = platform.digest('stack')
    expect((await platform.run(['rollback', 'pnl'])).code).toBe(0)
  }, 120_000)

  it.each(moments(scaled(4, 10), 250, 3500))(
    'after %i ms: the next call ends with the same bytes',
    async (killAfterMs) => {
      await platform.run(['migrate', 'pnl', '--source', SOURCE], { killAfterMs })
      const report = await platform.json<MigrateReport>(['migrate', 'pnl', '--source', SOURCE])
      expect(report).toMatchObject({ verdict: 'pass' })
      expect(platform.digest('stack')).toEqual(whole)
      expect(platform.processes().filter(({ service }) => service === 'pnl')).toHaveLength(1)
      expect((await platform.run(['rollback', 'pnl'])).code).toBe(0)
      expect(platform.digest('stack')).toEqual({})
    },
    90_000,
  )
})
