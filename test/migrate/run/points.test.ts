// Every call that changes the disk is a place where a run can end: killed there, or refused by a full or failing disk.
// In full (`npm run test:long`) each call of each act is such a place, before, in the middle of, and after its effect;
// in CI an even spread of them. The seed moves the spread.
import { describe, expect, it } from 'vitest'
import { rollback } from '../../../src/migrate/rollback.ts'
import { migrate } from '../../../src/migrate/run.ts'
import { isTradeError } from '../../../src/model/errors.ts'
import { type Cut, Killed, type MemoryDisk, memoryDisk } from '../../journal/memory-disk.ts'
import { serviceYaml } from '../../support/catalog.ts'
import { scaled } from '../../support/long.ts'
import { depsOf, type World, world } from './world.ts'

type Place = World & { disk: MemoryDisk }
const SEED = Number(process.env.SEED ?? 20_261_125)
const FULL = Number.POSITIVE_INFINITY
process.stderr.write(`points: SEED=${SEED}\n`)

const BOTH = ['tariff', 'crane']
let runs = 0
const forth = (it: Place) => migrate({ services: BOTH }, depsOf(it, `run${++runs}`))
const together = (it: Place) =>
  migrate({ services: ['buoy', 'tariff', 'crane'], parallel: 2 }, depsOf(it, `run${++runs}`))
const back = (it: Place) => rollback(['tariff', 'crane'], depsOf(it, `run${++runs}`))

function fresh(): Place {
  const disk = memoryDisk(['/p'])
  return { ...world(disk, '/p', { twins: ['crane'] }), disk }
}
/** Three services of which two go at once, their records mixed. */
function harbour(): Place {
  const it = fresh()
  it.definitions['services/buoy/service.yaml'] = serviceYaml(
    'buoy',
    7200,
    'lanes: [backend]\nlegacy: { path: apps/buoy, ports: [6200] }\n',
  )
  it.legacy['apps/buoy/main.py'] = 'TARIFF = "http://localhost:6105"\n'
  return it
}
/** Somebody's older attempt and a tracker written by hand lie where the tool will write. */
function occupied(): Place {
  const it = fresh()
  it.disk.write('/p/COMPLETION_TRACKER.md', Buffer.from('written by hand'))
  for (const folder of ['/p/stack', '/p/stack/crane']) it.disk.makeFolder(folder)
  it.disk.write('/p/stack/crane/main.py', Buffer.from('older attempt'))
  it.disk.chmod('/p/stack/crane/main.py', 0o700)
  return it
}
async function migrated(): Promise<Place> {
  const it = occupied()
  await forth(it)
  return it
}
/** Migrated, and since then one file of the source changed, one came and one went. */
async function outdated(): Promise<Place> {
  const it = await migrated()
  it.legacy['apps/crane/main.py'] = 'TARIFF = "http://localhost:6105/other"\n'
  it.legacy['apps/crane/new.py'] = 'x = 1\n'
  delete it.legacy['apps/crane/lib/jobs.py']
  return it
}

/** What an operator has, and what runs; evidence and journal hold times, and who was ever stopped is no state. */
const outcome = ({ disk }: Place): string[] =>
  disk
    .dump('/p')
    .filter((line) => !/^\/p\/(\.trade2026\/(journal|evidence|reports|blobs)|running\/\w+\.stopped)/.test(line))
const files = ({ disk }: Place): string[] => disk.dump('/p').filter((line) => !/^\/p\/(\.trade2026|running)/.test(line))

interface Act {
  name: string
  prepare: () => Place | Promise<Place>
  act: (it: Place) => Promise<unknown>
  /** Brings a wreck to an end that must be the same as if nothing had happened. */
  finish: (it: Place) => Promise<unknown>
  /** What must be the same. */
  seen: (it: Place) => string[]
}

const ACTS: Act[] = [
  { name: 'migrate', prepare: fresh, act: forth, finish: forth, seen: outcome },
  { name: 'migrate two at once', prepare: harbour, act: together, finish: together, seen: outcome },
  { name: 'migrate over an older attempt', prepare: occupied, act: forth, finish: forth, seen: outcome },
  { name: 'migrate again after changes', prepare: outdated, act: forth, finish: forth, seen: outcome },
  { name: 'rollback', prepare: migrated, act: back, finish: back, seen: outcome },
  // The end is the one of the rollback alone: nothing of the wreck may be left.
  { name: 'migrate, taken back', prepare: occupied, act: forth, finish: back, seen: files },
]

async function callsOf({ prepare, act }: Act): Promise<number> {
  const it = await prepare()
  it.disk.cut(undefined)
  await act(it)
  return it.disk.calls()
}

/** What the end has to look like: an undisturbed act, or for a rollback what was there before. */
async function wantedOf({ prepare, act, finish, seen }: Act): Promise<string[]> {
  const it = await prepare()
  if (seen === files) return files(it)
  await act(it)
  if (finish !== act) await finish(it)
  return seen(it)
}

function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all]
  return Array.from(
    { length: count },
    (_, index) => all[Math.floor(((index + (SEED % 97) / 97) * all.length) / count)]!,
  )
}

describe.each(ACTS)('$name', (one) => {
  it('killed at any point ends as if it had not been', { timeout: 900_000 }, async () => {
    const calls = await callsOf(one)
    const wanted = await wantedOf(one)
    const whens = ['before', 'middle', 'after'] as const
    const points = Array.from({ length: calls }, (_, at) => whens.map((when): Cut => ({ at: at + 1, when }))).flat()
    const taken = spread(points, scaled(24, FULL))
    for (const cut of taken) {
      const it = await one.prepare()
      const source = { ...it.legacy }
      it.disk.cut(cut)
      await expect(one.act(it), JSON.stringify(cut)).rejects.toThrow(Killed)
      it.disk.cut(undefined)
      await one.finish(it)
      expect(one.seen(it), JSON.stringify(cut)).toEqual(wanted)
      expect(it.legacy).toEqual(source)
    }
    process.stderr.write(`points: ${one.name}: ${taken.length} of ${points.length} kills\n`)
    expect(points.length).toBeGreaterThan(200)
  })

  it('killed, and killed again while it goes on, ends the same', { timeout: 900_000 }, async () => {
    const wanted = await wantedOf(one)
    const first = Math.floor((await callsOf(one)) / 2)
    const wreck = async (): Promise<Place> => {
      const it = await one.prepare()
      it.disk.cut({ at: first, when: 'middle' })
      await expect(one.act(it)).rejects.toThrow(Killed)
      it.disk.cut(undefined)
      return it
    }
    const calls = await callsOf({ ...one, prepare: wreck, act: one.finish })
    const points = Array.from({ length: calls }, (_, at) => at + 1)
    for (const at of spread(points, scaled(12, FULL))) {
      const it = await wreck()
      it.disk.cut({ at, when: (['before', 'middle', 'after'] as const)[at % 3]! })
      await expect(one.finish(it), `call ${at}`).rejects.toThrow(Killed)
      it.disk.cut(undefined)
      await one.finish(it)
      expect(one.seen(it), `call ${at}`).toEqual(wanted)
    }
  })

  it.each(['ENOSPC', 'EIO'] as const)(
    'refused with %s at any call, says so and goes on later',
    { timeout: 900_000 },
    async (code) => {
      const wanted = await wantedOf(one)
      const points = Array.from({ length: await callsOf(one) }, (_, at) => at + 1)
      for (const at of spread(points, scaled(16, FULL))) {
        const it = await one.prepare()
        const source = { ...it.legacy }
        it.disk.fail({ at, code })
        const said = await wordsOf(one.act(it))
        expect(said, `${code} at call ${at}`).toContain(code)
        it.disk.fail(undefined)
        await one.finish(it)
        expect(one.seen(it), `${code} at call ${at}`).toEqual(wanted)
        expect(it.legacy).toEqual(source)
      }
    },
  )
})

/** The error of the command, or the errors in its report. */
async function wordsOf(act: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await act)
  } catch (error) {
    if (!isTradeError(error)) throw error
    return error.message
  }
}
