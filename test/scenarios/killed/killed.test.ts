// The tool is killed with SIGKILL at moments nobody chose; the same call again finishes the work.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { seededRng } from '#kit/rng'
import { ROOT } from '../../support/catalog.ts'
import { scenarioPlatform } from '../../support/cli-platform.ts'
import { scaled } from '../../support/long.ts'

const SOURCE = join(ROOT, 'test/fixtures/trade2025')
const SEED = Number(process.env.SEED ?? 20_261_124)
const rng = seededRng(SEED)
process.stderr.write(`killed: SEED=${SEED}\n`)
const platform = await scenarioPlatform()

/** Moments in different parts of the work: early, in the middle, late. */
const parts = (count: number): number[] => Array.from({ length: count }, (_, part) => (part + rng.next()) / count)
const percent = (part: number): string => `${Math.round(part * 100)} %`
const COUNT = scaled(4, 10)
const MIGRATE = ['pnl', '--source', SOURCE]

const JOURNAL = join(platform.root, '.trade2026/journal.jsonl')
const written = (): number => statSync(JOURNAL, { throwIfNoEntry: false })?.size ?? 0

/** How much an undisturbed call writes to its journal: the measure of how far a killed one had come. */
async function sizeOf(act: () => Promise<unknown>): Promise<number> {
  const before = written()
  await act()
  return written() - before
}

/** Kills the command once it has done this part of its work; false: it was faster. */
async function cut(args: string[], part: number, whole: number): Promise<boolean> {
  const limit = written() + whole * part
  const { signal } = await platform.run(args, { killWhen: () => written() >= limit })
  return signal === 'SIGKILL'
}

async function expectEachOnce(): Promise<void> {
  const running = [...(await platform.ps()).values()].filter(({ pid }) => pid !== undefined)
  expect(running.filter(({ health }) => health !== 'healthy').map(({ id, reason }) => [id, reason])).toEqual([])
  expect(running.length).toBeGreaterThan(6)
  const counted = Map.groupBy(platform.processes(), ({ service }) => service)
  expect(Object.fromEntries([...counted].map(([id, all]) => [id, all.map(({ pid }) => pid)]))).toMatchObject(
    Object.fromEntries(running.map(({ id, pid }) => [id, [pid]])),
  )
  expect(counted.get('supervisor')).toHaveLength(1)
  // Whoever still runs on the host finds a migrated service at its old ports: one forwarder a port.
  const [links, services] = [true, false].map((is) => [...counted.keys()].filter((id) => id.startsWith('link-') === is))
  expect(services!.sort()).toEqual(['supervisor', ...running.map(({ id }) => id)].sort())
  expect(links!.filter((id) => counted.get(id)!.length !== 1)).toEqual([])
}

describe('killed in the middle of up', () => {
  let whole: number
  let cuts = 0
  beforeAll(async () => {
    whole = await sizeOf(async () => expect((await platform.run(['up'])).code).toBe(0))
  }, 60_000)

  it.each(parts(COUNT).map((part) => [percent(part), part] as const))(
    'at %s of its work: the next up ends with every service once',
    async (_, part) => {
      await platform.run(['down', '--volumes', '--yes'])
      if (await cut(['up'], part, whole)) cuts++
      const up = await platform.run(['up'])
      expect(up.code, up.stderr).toBe(0)
      await expectEachOnce()
    },
    60_000,
  )

  it('most of these were cut while at work', () => {
    expect(cuts).toBeGreaterThanOrEqual(COUNT / 2)
  })
})

describe('killed in the middle of migrate', () => {
  let whole: number
  let stack: Record<string, string>
  let tracker: string
  let cuts = 0
  /** Without the times that every run has of its own. */
  const trackerText = () =>
    readFileSync(join(platform.root, 'COMPLETION_TRACKER.md'), 'utf8')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT')
      .replace(/\b\d+(\.\d+)? ?(ms|s|m)\b/g, 'TIME')

  beforeAll(async () => {
    whole = await sizeOf(async () => expect(await platform.migrate(MIGRATE)).toMatchObject({ verdict: 'pass' }))
    stack = platform.digest('stack')
    tracker = trackerText()
    expect((await platform.run(['rollback', 'pnl'])).code).toBe(0)
  }, 180_000)

  it.each(parts(COUNT).map((part) => [percent(part), part] as const))(
    'at %s of its work: the next call ends with the same bytes, and the service runs once',
    async (_, part) => {
      if (await cut(['migrate', ...MIGRATE], part, whole)) cuts++
      expect(await platform.migrate(MIGRATE)).toMatchObject({ verdict: 'pass' })
      expect(platform.digest('stack')).toEqual(stack)
      expect(trackerText()).toBe(tracker)
      await expectEachOnce()
      expect(await platform.migrate(MIGRATE)).toMatchObject({ changes: 0 })
      expect((await platform.run(['rollback', 'pnl'])).code).toBe(0)
      expect(platform.digest('stack')).toEqual({})
    },
    90_000,
  )

  it('most of these were cut while at work', () => {
    expect(cuts).toBeGreaterThanOrEqual(COUNT / 2)
  })
})

describe('killed in the middle of a wave that is migrated at once, and of its rollback', () => {
  const IDS = ['normalizer', 'sink-ticks']
  // What comes after waits a minute for a bar of the market and takes no other places.
  const WAVE = [...IDS, '--parallel', '2', '--until', 'component']
  const SOME = scaled(1, 8)
  let whole: number
  let undone: number
  let stack: Record<string, string>
  let cuts = 0

  const rolledBack = async (): Promise<void> => {
    const { code, stderr } = await platform.run(['rollback', ...IDS])
    expect(code, stderr).toBe(0)
    expect(platform.digest('stack')).toEqual({})
  }

  beforeAll(async () => {
    // Their twins run: what is rolled back must bring them back.
    expect((await platform.run(['up'])).code).toBe(0)
    whole = await sizeOf(async () => expect(await platform.migrate(WAVE)).toMatchObject({ verdict: 'pass' }))
    stack = platform.digest('stack')
    undone = await sizeOf(rolledBack)
  }, 300_000)

  it.each(parts(SOME).map((part) => [percent(part), part] as const))(
    'migrate at %s of its work: the next call ends with the same bytes, and every service runs once',
    async (_, part) => {
      if (await cut(['migrate', ...WAVE], part, whole)) cuts++
      expect(await platform.migrate(WAVE)).toMatchObject({ verdict: 'pass' })
      expect(platform.digest('stack')).toEqual(stack)
      await expectEachOnce()
      expect(await platform.migrate(WAVE)).toMatchObject({ changes: 0 })
      await rolledBack()
    },
    300_000,
  )

  it.each(parts(SOME).map((part) => [percent(part), part] as const))(
    'rollback at %s of its work: the next call takes back the rest, and every service runs once',
    async (_, part) => {
      expect(await platform.migrate(WAVE)).toMatchObject({ verdict: 'pass' })
      if (await cut(['rollback', ...IDS], part, undone)) cuts++
      await rolledBack()
      await expectEachOnce()
    },
    300_000,
  )

  it('most of these were cut while at work', () => {
    expect(cuts).toBeGreaterThanOrEqual(SOME)
  })
})
