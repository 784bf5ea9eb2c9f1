import { describe, expect, it } from 'vitest'
import { runBenches } from '../../src/bench/run.ts'
import type { TradeError } from '../../src/model/errors.ts'
import type { Progress } from '../../src/model/event.ts'
import { type FakeWorld, fakeWorld } from './world.ts'

const ALL = new Set(['nats', 'valkey', 'gateway', 'normalizer', 'sink-ticks', 'risk', 'oms'])

function run(
  names: string[],
  world: FakeWorld,
  well: ReadonlySet<string> = ALL,
  progress: (one: Progress) => void = () => {},
) {
  const environment = () => ({ loadAverage: '0.1 0.2 0.3' })
  return runBenches(names, { world, well, environment, progress, signal: new AbortController().signal })
}

const upReport = (...outcomes: string[]): string =>
  JSON.stringify({ services: outcomes.map((outcome, index) => ({ id: `s${index}`, outcome })) })

describe('cli', () => {
  const timed = (version: number, ps: number) =>
    fakeWorld({ msOf: (command) => (command === 'bare' ? 20 : command === '--version' ? version : ps) })

  it('compares interleaved starts with a bare node', async () => {
    const world = timed(30, 100)
    const report = await run(['cli'], world)
    expect(report).toMatchObject({
      name: 'cli',
      verdict: 'pass',
      skipped: [],
      environment: { loadAverage: '0.1 0.2 0.3' },
    })
    expect(report.metrics.find(({ name }) => name === 'cli.version.ratio')).toMatchObject({
      value: 1.5,
      ratio: 1.5,
      limit: 4,
    })
    expect(report.metrics.find(({ name }) => name === 'cli.ps.ratio')).toMatchObject({ value: 5, ratio: 5, limit: 8 })
    const pairs = world.ran.filter((command) => command !== '--version')
    expect(world.ran.filter((command) => command === '--version')).toHaveLength(10)
    expect(pairs.filter((command) => command === 'bare')).toHaveLength(18)
  })

  it.each([
    [79, 159, 'pass'],
    [81, 159, 'fail'],
    [79, 161, 'fail'],
  ])('version %d ms and ps %d ms against 20 ms: %s', async (version, ps, verdict) => {
    expect((await run(['cli'], timed(version, ps))).verdict).toBe(verdict)
  })
})

describe('noop-up', () => {
  it('passes when nothing changed and the journal did not grow', async () => {
    const report = await run(['noop-up'], fakeWorld({ stdoutOf: () => upReport('unchanged', 'unchanged') }))
    expect(report.verdict).toBe('pass')
  })

  it.each(['started', 'restarted', 'failed', 'skipped'])('one service %s in one run is a failure', async (outcome) => {
    let ups = 0
    const world = fakeWorld({
      stdoutOf: (command) =>
        command === 'up --json' ? upReport('unchanged', ++ups === 3 ? outcome : 'unchanged') : '',
    })
    const report = await run(['noop-up'], world)
    expect(report.metrics.find(({ name }) => name === 'noop-up.changes')).toMatchObject({ value: 1, limit: 0 })
    expect(report.verdict).not.toBe('pass')
  })

  it('a journal that grew is a failure', async () => {
    let bytes = 0
    const world = fakeWorld({ stdoutOf: () => upReport('unchanged'), journalBytes: () => bytes++ })
    expect((await run(['noop-up'], world)).verdict).toBe('fail')
  })
})

/** Every survey finds this many services and takes this long. */
const surveyed = (services: number, ms: number, more: Parameters<typeof fakeWorld>[0] = {}) =>
  fakeWorld({
    ...more,
    msOf: (command) => (command.startsWith('survey') ? ms : 10),
    stdoutOf: () => JSON.stringify({ services: Array.from({ length: services }, () => ({})) }),
  })

describe('survey', () => {
  it.each<[string, number, Parameters<typeof fakeWorld>[0], string]>([
    ['fast and small', 300, {}, 'pass'],
    ['too slow', 30_000, {}, 'fail'],
    ['too slow on a machine that has other work', 30_000, { isBusy: true }, 'inconclusive'],
    ['too large', 300, { peakMiB: 600 }, 'fail'],
  ])('%s', async (_name, ms, more, verdict) => {
    const world = surveyed(18, ms, more)
    const report = await run(['survey'], world)
    expect(report.verdict).toBe(verdict)
    expect(report.metrics.find(({ name }) => name === 'survey.large.ratio')).toMatchObject({ value: ms / 50 })
    expect(report.metrics.find(({ name }) => name === 'survey.large.memory')).toMatchObject({ unit: 'MiB', limit: 500 })
    expect(world.ran.filter((one) => one === 'removed')).toHaveLength(2)
  })

  it('that sees fewer services than there are gives no figure', async () => {
    await expect(run(['survey'], surveyed(17, 300))).rejects.toThrow('found 17 services')
  })
})

describe('choice', () => {
  it('a named benchmark whose services are down is refused before anything runs, with exit 4', async () => {
    const world = fakeWorld()
    const error = (await run(['cli', 'oms'], world, new Set(['nats', 'valkey'])).catch(
      (thrown) => thrown,
    )) as TradeError
    expect(error).toMatchObject({ code: 'ENVIRONMENT_NOT_READY', exit: 4, facts: { missing: ['oms', 'risk'] } })
    expect(error.message).toContain('oms: oms, risk not up')
    expect(error.hints).toContain('trade2026 up')
    expect(world.ran).toEqual([])
  })

  it('without a name what can run runs, the rest is named, and all together is not known', async () => {
    const progress: Progress[] = []
    const report = await run([], surveyed(18, 300), new Set(['nats']), (one) => progress.push(one))
    expect(report).toMatchObject({ name: 'all', verdict: 'inconclusive' })
    expect(report.skipped.map(({ name }) => name)).toEqual(['noop-up', 'risk', 'oms'])
    expect(report.metrics.every(({ name }) => /^(cli|survey)\./.test(name))).toBe(true)
    expect(progress.filter((one) => one.kind === 'finished' && one.status === 'skipped')).toHaveLength(3)
  })

  it.each([
    ['L5', 'risk'],
    ['l1', 'oms'],
    ['OMS', 'oms'],
  ])('%s is %s', async (name, bench) => {
    await expect(run([name], fakeWorld(), new Set())).rejects.toThrow(new RegExp(`^${bench}:`))
  })

  it('an unknown name is refused with those that exist', async () => {
    const error = (await run(['omz'], fakeWorld()).catch((thrown) => thrown)) as TradeError
    expect(error).toMatchObject({ code: 'USAGE', exit: 2 })
    expect(error.message).toBe('omz: no such benchmark; expected one of cli, noop-up, survey, risk, L5, oms, L1, L4')
  })

  it('the same name twice is measured once', async () => {
    expect((await run(['cli', 'cli'], fakeWorld())).metrics).toHaveLength(6)
  })
})
