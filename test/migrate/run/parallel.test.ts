// Several services at once: what may overlap does, what needs the machine or the place alone has it, and one that fails
// takes nobody with it but those that cannot do without.
import { describe, expect, it } from 'vitest'
import { rollback } from '../../../src/migrate/rollback.ts'
import { type MigrationOptions, migrate } from '../../../src/migrate/run.ts'
import type { StepPorts } from '../../../src/migrate/steps/step.ts'
import type { Event, Progress } from '../../../src/model/event.ts'
import { type MemoryDisk, memoryDisk } from '../../journal/memory-disk.ts'
import { serviceYaml } from '../../support/catalog.ts'
import { DEFINITIONS, depsOf, LEGACY, type World, world } from './world.ts'

const EXTRA = ['beacon', 'buoy', 'depot']
/** The wave of `tariff`, then `crane`, which needs it. */
const FLEET = ['beacon', 'buoy', 'depot', 'tariff', 'crane']
let runs = 0

function fleet(changes: Partial<World> = {}): World & { disk: MemoryDisk } {
  const disk = memoryDisk(['/p'])
  const definitions = { ...DEFINITIONS }
  const legacy = { ...LEGACY }
  EXTRA.forEach((id, index) => {
    const more = `lanes: [backend]\nlegacy: { path: apps/${id}, ports: [${6200 + index}] }\n`
    definitions[`services/${id}/service.yaml`] = serviceYaml(id, 7200 + index, more)
    definitions[`services/${id}/config.yaml`] = 'http:\n  port: ${self.port.http}\n'
    legacy[`apps/${id}/main.py`] = `NAME = "${id}"\nTARIFF = "http://localhost:6105"\n`
  })
  return { ...world(disk, '/p', { definitions, legacy, twins: ['crane'], ...changes }), disk }
}

/** Every call of a port takes a few turns of the loop, so that services really come between each other. */
function slowly(ports: StepPorts, seen: (name: string, id: string, isBegin: boolean) => void): StepPorts {
  const turns = async (id: string): Promise<void> => {
    for (let left = 3 + (id.length % 4); left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
  }
  const slow =
    <A extends unknown[], R>(name: string, idOf: (...args: A) => string, act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const id = idOf(...args)
      seen(name, id, true)
      await turns(id)
      try {
        return await act(...args)
      } finally {
        seen(name, id, false)
      }
    }
  return {
    ...ports,
    prepare: slow('build', ({ service }) => service.id, ports.prepare),
    start: slow('start', (id) => id, ports.start),
    stop: slow('stop', (id) => id, ports.stop),
    runChecks: slow('checks', (id, section) => `${id}/${section}`, ports.runChecks),
  }
}

interface Seen {
  /** Pairs of things that were going on at the same time. */
  together: Set<string>
  events: readonly Event[]
  progress: Progress[]
}

async function run(it: World, options: Partial<MigrationOptions> = {}) {
  const deps = depsOf(it, `run${++runs}`)
  const inside = new Set<string>()
  const together = new Set<string>()
  deps.ports = slowly(deps.ports, (name, id, isBegin) => {
    const key = `${name} ${id}`
    if (!isBegin) inside.delete(key)
    else {
      for (const other of inside) together.add([other, key].sort().join(' + '))
      inside.add(key)
    }
  })
  const report = await migrate({ services: FLEET, parallel: 4, ...options }, deps)
  const seen: Seen = { together, events: deps.journal.events, progress: it.progress }
  return { report, ...seen }
}
const back = (it: World) => rollback([...FLEET].reverse(), depsOf(it, `run${++runs}`))
const outcome = (disk: MemoryDisk): string[] =>
  disk
    .dump('/p')
    .filter((line) => !/^\/p\/(\.trade2026\/(journal|evidence|reports|blobs)|running\/\w+\.stopped)/.test(line))

describe('services of one wave', () => {
  it('are migrated at once and end as they do one after the other', async () => {
    const [alone, beside] = [fleet(), fleet()]
    const one = await run(alone, { parallel: 1 })
    const four = await run(beside)
    expect(four.report.services.map(({ id, verdict }) => [id, verdict])).toEqual(FLEET.map((id) => [id, 'pass']))
    expect(outcome(beside.disk)).toEqual(outcome(alone.disk))
    expect(one.together).toEqual(new Set())
    expect([...four.together].filter((pair) => /^build .* \+ build /.test(pair)).length).toBeGreaterThan(0)
  })

  it('nobody builds while one is measured, and only one at a time has the place', async () => {
    const { together } = await run(fleet())
    expect(together.size).toBeGreaterThan(0)
    expect([...together].filter((pair) => /performance/.test(pair))).toEqual([])
    const inPlace = (one: string): boolean => /^(start|stop|checks) /.test(one)
    expect([...together].filter((pair) => pair.split(' + ').every(inPlace))).toEqual([])
  })

  it('a wave ends before the next begins', async () => {
    const { events } = await run(fleet())
    const begun = events.findIndex((event) => event.type === 'migration.started' && event.service === 'crane')
    const ended = events.findLastIndex((event) => event.type === 'migration.finished' && event.service !== 'crane')
    expect(begun).toBeGreaterThan(ended)
  })

  it('each op is known by a name of its own, however records are mixed', async () => {
    const { events } = await run(fleet())
    const ops = events.flatMap((event) => (event.type === 'op.intended' ? [event.op] : []))
    expect(new Set(ops).size).toBe(ops.length)
    const order = events.flatMap((event) => (event.type === 'step.started' ? [event.service] : []))
    expect(order.slice(0, 8)).not.toEqual([...order.slice(0, 8)].sort())
  })

  it('a second run changes nothing, and all of it can be taken back', async () => {
    const it = fleet()
    const before = it.disk.dump('/p')
    await run(it)
    expect((await run(it)).report.changes).toBe(0)
    await back(it)
    const left = it.disk.dump('/p').filter((line) => !/^\/p\/(\.trade2026|running)/.test(line))
    expect(left).toEqual(before)
  })

  it('each step leaves its log', async () => {
    const it = fleet()
    await run(it)
    const log = Buffer.from(it.disk.read('/p/.trade2026/evidence/buoy/copy/log.txt') ?? '').toString()
    expect(log).toMatch(/^\S+Z Source copied\n\S+Z 1 files, 0 left out\n\S+Z done\n$/)
  })
})

describe('a failure', () => {
  it('lets the others of its wave end; who needs it is made but not started, and named', async () => {
    const it = fleet({ verdicts: { 'tariff/component': 'fail' } })
    const { report } = await run(it)
    const verdicts = Object.fromEntries(report.services.map(({ id, verdict }) => [id, verdict]))
    expect(verdicts).toEqual({ beacon: 'pass', buoy: 'pass', depot: 'pass', tariff: 'fail', crane: 'inconclusive' })
    const crane = report.services.find(({ id }) => id === 'crane')
    expect(crane?.steps.map(({ status }) => status)).toEqual([...Array(5).fill('done'), ...Array(5).fill('pending')])
    expect(crane?.steps[5]?.error).toMatchObject({ code: 'NEED_MISSING' })
    expect(crane?.steps[5]?.error?.message).toContain('it needs tariff')
    expect(it.calls.filter((call) => call.startsWith('crane'))).toEqual(['crane prepared'])
    it.verdicts = {}
    expect((await run(it)).report.verdict).toBe('pass')
  })

  it('of a gate takes back that service alone', async () => {
    const it = fleet({ logErrors: ['ERROR out of berths'] })
    const { report } = await run(it, { services: ['beacon', 'buoy'] })
    expect(report.rolledBack).toEqual(['beacon', 'buoy'])
    expect(it.disk.dump('/p').filter((line) => !/^\/p\/(\.trade2026|running)/.test(line))).toEqual(['/p 755 /'])
  })

  it('of our own ends the run after everybody at work has stopped, and the next call goes on', async () => {
    const it = fleet()
    const deps = depsOf(it, `run${++runs}`)
    const ports = slowly(deps.ports, () => {})
    let begun = 0
    deps.ports = {
      ...ports,
      prepare: (request, signal) => {
        if (request.service.id === 'buoy') throw new Error('a fault of ours')
        begun++
        return ports.prepare(request, signal)
      },
    }
    await expect(migrate({ services: FLEET, parallel: 4 }, deps)).rejects.toThrow('a fault of ours')
    expect(begun).toBeLessThan(FLEET.length)
    const records = deps.journal.events.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(deps.journal.events.length).toBe(records)
    expect((await run(it)).report.verdict).toBe('pass')
  })

  it('Ctrl-C ends all of them, and the next call goes on', async () => {
    const controller = new AbortController()
    const it = fleet({ signal: controller.signal })
    const deps = depsOf(it, `run${++runs}`)
    deps.ports = slowly(deps.ports, () => {})
    deps.progress = (event) => {
      if (event.kind === 'finished' && event.id === 'depot/rewrite') controller.abort()
    }
    await expect(migrate({ services: FLEET, parallel: 4 }, deps)).rejects.toMatchObject({ code: 'INTERRUPTED' })
    const steps = deps.journal.events.filter(({ type }) => type === 'step.started').length
    expect(steps).toBeLessThan(40)
    it.signal = new AbortController().signal
    const { report } = await run(it)
    expect(report.verdict).toBe('pass')
  })
})
