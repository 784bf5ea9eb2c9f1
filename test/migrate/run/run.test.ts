import { describe, expect, it } from 'vitest'
import { fold } from '../../../src/journal/fold.ts'
import { rollback, writeTrackerFile } from '../../../src/migrate/rollback.ts'
import { type MigrationOptions, migrate } from '../../../src/migrate/run.ts'
import { isTradeError } from '../../../src/model/errors.ts'
import { STEP_IDS } from '../../../src/model/ids.ts'
import { Killed, type MemoryDisk, memoryDisk } from '../../journal/memory-disk.ts'
import { depsOf, LEGACY, type World, world } from './world.ts'

const BOTH = ['tariff', 'crane']
let runs = 0

function run(it: World, options: Partial<MigrationOptions> = {}) {
  return migrate({ services: BOTH, ...options }, depsOf(it, `run${++runs}`))
}
function back(it: World, ...services: string[]) {
  return rollback(services, depsOf(it, `run${++runs}`))
}
function tiny(changes: Partial<World> = {}): World & { disk: MemoryDisk } {
  const disk = memoryDisk(['/p'])
  return { ...world(disk, '/p', changes), disk }
}
function text(disk: MemoryDisk, path: string): string | undefined {
  const bytes = disk.read(path)
  return bytes && Buffer.from(bytes).toString()
}
/** What an operator has: everything but the tool's own state folder. */
const platform = (disk: MemoryDisk): string[] =>
  disk.dump('/p').filter((line) => !line.startsWith('/p/.trade2026') && !line.startsWith('/p/running'))
const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'none'
  } catch (error) {
    if (isTradeError(error)) return error.code
    throw error
  }
}

describe('a migration', () => {
  it('takes a service through the ten steps and leaves evidence of each but the tracker', async () => {
    const it = tiny()
    const report = await run(it)
    expect(report.verdict).toBe('pass')
    expect(report.services.map(({ id }) => id)).toEqual(BOTH)
    for (const { steps } of report.services) {
      expect(steps.map(({ id, status }) => [id, status])).toEqual(STEP_IDS.map((id) => [id, 'done']))
      expect(steps.filter(({ evidence }) => evidence.length === 0).map(({ id }) => id)).toEqual(['tracker'])
    }
    expect(text(it.disk, '/p/stack/crane/main.py')).toBe('TARIFF = "http://tariff:7105/rates"\nprint("starting")\n')
    expect(text(it.disk, '/p/stack/crane/__pycache__/main.pyc')).toBeUndefined()
    expect(it.disk.stat('/p/stack/crane/run.sh')?.mode).toBe(0o755)
    expect(text(it.disk, '/p/stack/config/crane/config.yaml')).toBe(
      'http:\n  port: 7100\ntariff:\n  url: http://tariff:7105\nport: 7100\ntariff_url: http://tariff:7105\nretries: 3\n',
    )
    expect(text(it.disk, '/p/COMPLETION_TRACKER.md')).toBe('crane 9\ntariff 9\n')
    expect(it.calls).toEqual(['tariff prepared', 'tariff stack', 'crane prepared', 'crane stack'])
  })

  it('run a second time changes nothing at all: not a byte, not a call, not a record', async () => {
    const it = tiny()
    await run(it)
    const before = it.disk.dump('/p')
    it.calls.length = 0
    it.disk.cut(undefined)
    const again = await run(it)
    expect(again).toMatchObject({ verdict: 'pass', changes: 0 })
    expect(it.disk.dump('/p')).toEqual(before)
    expect(it.disk.calls()).toBe(0)
    expect(it.calls).toEqual([])
  })

  it('touches one service when one file of it changed', async () => {
    const it = tiny()
    await run(it)
    it.calls.length = 0
    it.legacy['apps/tariff/main.py'] = 'BIND = "0.0.0.0"\n'
    const crane = it.disk.dump('/p/stack/crane')
    const report = await run(it)
    expect(report.verdict).toBe('pass')
    expect(it.disk.dump('/p/stack/crane')).toEqual(crane)
    expect(text(it.disk, '/p/stack/tariff/main.py')).toBe('BIND = "0.0.0.0"\n')
    expect(it.calls).toEqual(['tariff prepared'])
  })

  it('removes from the stack what is gone from the source', async () => {
    const it = tiny()
    await run(it)
    delete it.legacy['apps/crane/lib/jobs.py']
    await run(it)
    expect(it.disk.stat('/p/stack/crane/lib/jobs.py')).toBeUndefined()
    await back(it, 'crane', 'tariff')
    expect(platform(it.disk)).toEqual(['/p 755 /'])
  })

  it('never writes to the source', async () => {
    const it = tiny()
    await run(it)
    await back(it, ...BOTH)
    expect(it.legacy).toEqual(LEGACY)
  })

  it('stops a service at its first step that is not done and goes on with the others', async () => {
    const it = tiny({ verdicts: { 'tariff/component': 'inconclusive', 'crane/integration': 'fail' } })
    const report = await run(it)
    expect(report.verdict).toBe('fail')
    const [tariff, crane] = report.services
    expect(tariff?.steps.slice(5).map(({ status }) => status)).toEqual([
      'inconclusive',
      'pending',
      'pending',
      'pending',
      'pending',
    ])
    expect(tariff?.steps[5]?.error?.message).toBe('tariff: component of tariff: answered inconclusive')
    expect(crane?.steps.map(({ status }) => status).slice(5, 8)).toEqual(['done', 'failed', 'pending'])
    it.verdicts = {}
    const again = await run(it)
    expect(again.verdict).toBe('pass')
  })

  it('a service that fails its checks gives its place back to the twin', async () => {
    const it = tiny({ twins: ['crane'], verdicts: { 'crane/performance': 'fail' } })
    await run(it)
    expect(it.calls.filter((call) => call.startsWith('crane'))).toEqual([
      'crane prepared',
      'crane stopped',
      'crane stack',
      'crane stopped',
      'crane twin',
    ])
    expect(text(it.disk, '/p/stack/crane/main.py')).toContain('tariff:7105')
  })

  it('a failed gate rolls the service back', async () => {
    const it = tiny({ twins: ['crane'], logErrors: ['ERROR out of cranes'] })
    const report = await run(it, { services: ['crane'] })
    expect(report).toMatchObject({ verdict: 'fail', rolledBack: ['crane'] })
    expect(report.services[0]?.steps[8]?.error?.message).toBe('crane: gate: log: ERROR out of cranes')
    expect(platform(it.disk)).toEqual(['/p 755 /'])
    expect(it.calls.at(-1)).toBe('crane twin')
  })

  it('--until stops early and --from asks for what comes before', async () => {
    const it = tiny()
    expect(await codeOf(run(it, { services: ['crane'], from: 'build' }))).toBe('USAGE')
    const first = await run(it, { services: ['crane'], until: 'rewrite' })
    expect(first.services[0]?.steps.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
      ...Array(7).fill('skipped'),
    ])
    const second = await run(it, { services: ['crane'], from: 'build' })
    expect(second.services[0]?.steps.map(({ status }) => status)).toEqual([
      ...Array(3).fill('skipped'),
      ...Array(7).fill('done'),
    ])
  })

  it('fails the audit on a legacy value nothing explains', async () => {
    const report = await run(tiny({ unexplained: [{ file: 'main.py', line: 7, text: 'localhost' }] }), {
      services: ['crane'],
    })
    expect(report.services[0]?.steps[2]).toMatchObject({ status: 'failed' })
    expect(report.services[0]?.steps[2]?.error?.message).toMatch(/^main\.py:7: localhost: 1 legacy values/)
  })

  it('a check cut short by an interruption is no failure of the service', async () => {
    const controller = new AbortController()
    const it = tiny({ signal: controller.signal, verdicts: { 'crane/performance': 'fail' } })
    const deps = depsOf(it, 'interrupted')
    deps.progress = (event) => {
      if (event.kind === 'started' && event.id === 'crane/performance') controller.abort()
    }
    expect(await codeOf(migrate({ services: ['crane'] }, deps))).toBe('INTERRUPTED')
    Object.assign(it, { signal: new AbortController().signal, verdicts: {} })
    expect((await run(it, { services: ['crane'] })).verdict).toBe('pass')
  })

  it('stops between steps when it is interrupted, and resumes', async () => {
    const controller = new AbortController()
    const it = tiny({ signal: controller.signal })
    const deps = depsOf(it, 'interrupted')
    const progress = deps.progress
    deps.progress = (event) => {
      progress(event)
      if (event.kind === 'finished' && event.id === 'crane/rewrite') controller.abort()
    }
    expect(await codeOf(migrate({ services: ['crane'] }, deps))).toBe('INTERRUPTED')
    it.signal = new AbortController().signal
    expect((await run(it, { services: ['crane'] })).verdict).toBe('pass')
  })
})

describe('questions', () => {
  const question = {
    id: 'target:crane:main.py:TARIFF',
    kind: 'target' as const,
    service: 'crane',
    prompt: 'Who is it?',
    candidates: ['tariff:7105'],
    occurrences: [{ file: 'main.py', line: 1, text: 'localhost:6105' }],
  }

  it('leave the service inconclusive with a file to fill in, and the others go on', async () => {
    const it = tiny({ questions: [question] })
    const report = await run(it)
    expect(report.verdict).toBe('inconclusive')
    expect(report.questions).toEqual([{ id: question.id, prompt: question.prompt, candidates: question.candidates }])
    expect(report.services.map(({ verdict }) => verdict)).toEqual(['pass', 'inconclusive'])
    expect(text(it.disk, '/p/.trade2026/evidence/crane/rewrite/answers.yaml')).toContain(`${question.id}: ""`)
  })

  it('answered once are remembered while their evidence holds, and asked again when it changed', async () => {
    const it = tiny({ questions: [question] })
    const answers = { file: 'a.yaml', values: { [question.id]: 'tariff:7105' } }
    expect((await run(it, { answers })).verdict).toBe('pass')
    expect(await run(it)).toMatchObject({ verdict: 'pass', changes: 0 })
    it.questions = [{ ...question, occurrences: [{ file: 'main.py', line: 1, text: 'localhost:9999' }] }]
    expect((await run(it)).verdict).toBe('inconclusive')
  })

  it('that nobody asked are refused before any effect, with the nearest one named', async () => {
    const it = tiny({ questions: [question] })
    const answers = { file: 'a.yaml', values: { 'target:crane:main.py:TARIF': 'x' } }
    expect(await codeOf(run(it, { answers }))).toBe('ANSWERS_INVALID')
    expect(platform(it.disk)).toEqual(['/p 755 /'])
  })
})

describe('a dry run', () => {
  it('writes nothing and lists what the run then writes', async () => {
    const it = tiny()
    it.disk.cut(undefined)
    const dry = await run(it, { dryRun: true })
    expect(it.disk.calls()).toBe(0)
    expect(it.calls).toEqual([])
    const rewrite = dry.services.find(({ id }) => id === 'crane')!.steps.find(({ id }) => id === 'rewrite')
    expect(rewrite?.evidence).toMatchObject([{ summary: expect.stringMatching(/^[1-9]\d* edits, /) }])
    const planned = dry.plan!.map(({ target, change }) => `${change} ${target}`).sort()
    await run(it)
    const written = platform(it.disk)
      .filter((line) => line.startsWith('/p/stack') && !line.endsWith(' /'))
      .map((line) => `create ${line.split(' ')[0]!.slice('/p/'.length)}`)
    expect(planned).toEqual([...new Set(written)].sort())
    expect((await run(it, { dryRun: true })).plan).toEqual([])
  })
})

describe('edits by somebody else', () => {
  it('stop the migration of that service before anything is touched, and its rollback too', async () => {
    const it = tiny()
    await run(it)
    it.disk.write('/p/stack/crane/main.py', Buffer.from('mine'))
    it.legacy['apps/crane/main.py'] = 'changed'
    const before = it.disk.dump('/p/stack')
    const report = await run(it)
    expect(report.services[1]?.steps[0]?.error?.code).toBe('FOREIGN_EDIT')
    expect(await codeOf(back(it, 'crane'))).toBe('FOREIGN_EDIT')
    expect(it.disk.dump('/p/stack')).toEqual(before)
  })

  it('that only deleted files are repaired', async () => {
    const it = tiny()
    await run(it)
    const whole = it.disk.dump('/p/stack')
    it.disk.removeFile('/p/stack/crane/main.py')
    it.disk.removeFile('/p/stack/crane/Dockerfile')
    expect((await run(it)).verdict).toBe('pass')
    expect(it.disk.dump('/p/stack')).toEqual(whole)
    await back(it, ...BOTH)
    expect(platform(it.disk)).toEqual(['/p 755 /'])
  })
})

describe('a rollback', () => {
  const occupied = (): World & { disk: MemoryDisk } => {
    const it = tiny({ twins: ['crane'] })
    it.disk.write('/p/COMPLETION_TRACKER.md', Buffer.from('written by hand'))
    it.disk.makeFolder('/p/stack')
    it.disk.makeFolder('/p/stack/crane')
    it.disk.write('/p/stack/crane/main.py', Buffer.from('older attempt'))
    it.disk.chmod('/p/stack/crane/main.py', 0o700)
    return it
  }

  it.each([
    ['in order', ['crane', 'tariff']],
    ['in the other order', ['tariff', 'crane']],
  ])('%s leaves files, modes, folders and tracker as they were, and the twin running', async (_name, order) => {
    const it = occupied()
    const before = platform(it.disk)
    await run(it)
    for (const id of order) await back(it, id)
    expect(platform(it.disk)).toEqual(before)
    expect(it.calls.filter((call) => call.startsWith('crane')).slice(-2)).toEqual(['crane stopped', 'crane twin'])
    expect(fold(depsOf(it, 'x').journal.events).services.crane).toMatchObject({ verdict: 'none' })
  })

  it('of services that need each other names nobody as staying', async () => {
    const it = tiny()
    await run(it)
    it.progress.length = 0
    await back(it, ...BOTH)
    expect(it.progress.filter(({ kind }) => kind === 'note')).toEqual([])
  })

  it('of one service names its dependants and renders the tracker for those that stay', async () => {
    const it = tiny()
    await run(it)
    await back(it, 'tariff')
    expect(it.progress).toContainEqual({ kind: 'note', text: 'tariff is needed by crane, which stay migrated' })
    expect(text(it.disk, '/p/COMPLETION_TRACKER.md')).toBe('crane 9\n')
    expect(it.disk.stat('/p/stack/tariff')).toBeUndefined()
    expect((await run(it)).verdict).toBe('pass')
    expect(text(it.disk, '/p/COMPLETION_TRACKER.md')).toBe('crane 9\ntariff 9\n')
  })

  it('names who is linked to it by its rewritten addresses, declared or not', async () => {
    const it = tiny()
    const definition = 'services/crane/service.yaml'
    it.definitions[definition] = it.definitions[definition]!.replace('needs: { tariff: hard }\n', '')
    await run(it)
    await back(it, 'tariff')
    expect(it.progress).toContainEqual({ kind: 'note', text: 'tariff is needed by crane, which stay migrated' })
  })

  it('of several takes none back while one of them was changed by somebody else', async () => {
    const it = tiny()
    await run(it)
    it.disk.write('/p/stack/tariff/main.py', Buffer.from('mine'))
    const before = platform(it.disk)
    expect(await codeOf(back(it, 'crane', 'tariff'))).toBe('FOREIGN_EDIT')
    expect(platform(it.disk)).toEqual(before)
  })

  it('keeps a tracker that was written on request, rendered anew', async () => {
    const it = tiny()
    writeTrackerFile(depsOf(it, 'tracker'))
    const before = platform(it.disk)
    await run(it)
    await back(it, ...BOTH)
    expect(platform(it.disk)).toEqual(before)
  })

  it('of what was never migrated changes nothing', async () => {
    const it = tiny()
    expect(await back(it, 'crane')).toMatchObject({ verdict: 'pass', changes: 0, rolledBack: [] })
    expect(it.disk.dump('/p')).toEqual(['/p 755 /'])
    expect(it.progress).toEqual([{ kind: 'note', text: 'crane is not migrated: there is nothing to take back' }])
    expect(await codeOf(back(it, 'nobody'))).toBe('SERVICE_UNKNOWN')
  })
})

describe('killed at any file system call', () => {
  const options = { services: ['crane'] }
  const start = (): World & { disk: MemoryDisk } => tiny({ twins: ['crane'] })
  // Evidence and journal hold times; the platform, what runs and what was prepared must be the same to the byte.
  const outcome = (disk: MemoryDisk): string[] =>
    disk.dump('/p').filter((line) => !/^\/p\/\.trade2026\/(journal|evidence|reports|blobs)/.test(line))

  async function cutEverywhere(
    prepare: () => Promise<World & { disk: MemoryDisk }>,
    act: (it: World) => Promise<unknown>,
    check: (it: World & { disk: MemoryDisk }, at: string) => Promise<void>,
  ) {
    const whole = await prepare()
    whole.disk.cut(undefined)
    await act(whole)
    const calls = whole.disk.calls()
    for (let at = 1; at <= calls; at++) {
      const when = (['before', 'middle', 'after'] as const)[at % 3]!
      const it = await prepare()
      it.disk.cut({ at, when })
      await expect(act(it)).rejects.toThrow(Killed)
      it.disk.cut(undefined)
      await check(it, `${when} call ${at} of ${calls}`)
    }
    return calls
  }

  it('the same command ends with the same bytes as an uninterrupted run', async () => {
    const whole = start()
    await run(whole, options)
    const calls = await cutEverywhere(
      async () => start(),
      (it) => run(it, options),
      async (it, at) => {
        expect((await run(it, options)).verdict, at).toBe('pass')
        expect(outcome(it.disk), at).toEqual(outcome(whole.disk))
      },
    )
    expect(calls).toBeGreaterThan(100)
  })

  it('a rollback instead leaves what was there before, and the twin running', async () => {
    await cutEverywhere(
      async () => start(),
      (it) => run(it, options),
      async (it, at) => {
        await back(it, 'crane')
        expect(platform(it.disk), at).toEqual(['/p 755 /'])
        expect(text(it.disk, '/p/running/crane') ?? 'twin', at).toBe('twin')
      },
    )
  })

  it('a killed rollback is completed by the next one', async () => {
    const migrated = async () => {
      const it = start()
      await run(it, options)
      return it
    }
    await cutEverywhere(
      migrated,
      (it) => back(it, 'crane'),
      async (it, at) => {
        await back(it, 'crane')
        expect(platform(it.disk), at).toEqual(['/p 755 /'])
        expect(text(it.disk, '/p/running/crane'), at).toBe('twin')
      },
    )
  })
})
