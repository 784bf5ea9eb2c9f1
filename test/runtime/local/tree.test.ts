// Stopping is stopping all of it: double forks, deaf processes, and never somebody else's.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SupervisedRuntime } from '../../../src/model/runtime.ts'
import { createLocalRuntime } from '../../../src/runtime/local/local.ts'
import { listenersOn } from '../../../src/runtime/local/ports.ts'
import { linuxTable, parseStat } from '../../../src/runtime/local/process-table.ts'
import { parseLine, portableTable } from '../../../src/runtime/local/process-table-ps.ts'
import { createRecordStore } from '../../../src/runtime/local/record.ts'
import { eventually } from '../../support/runtime.ts'
import { createLocalHarness, type LocalHarness } from './harness.ts'

let harness: LocalHarness
let runtime: SupervisedRuntime
beforeEach(() => {
  harness = createLocalHarness()
  runtime = createLocalRuntime(harness.options)
})
afterEach(() => harness.dispose())

const healthy = (service: string) =>
  eventually(
    async () => (await runtime.observe()).instances.get(service),
    (seen) => seen?.health === 'healthy',
  )

describe('stop', () => {
  it('ends a child that left session, group and family by forking twice; the port is free afterwards', async () => {
    const spec = await harness.spec('risk', 'forks')
    await runtime.start(spec)
    await healthy('risk')
    await eventually(
      () => harness.processes('risk').length,
      (count) => count === 2,
    )
    await runtime.stop('risk')
    expect(harness.processes('risk')).toEqual([])
    expect(await listenersOn([spec.ports.http!])).toEqual([])
  })

  it('ends that child even when the service itself has died before', async () => {
    await runtime.start(await harness.spec('risk', 'forks'))
    const { pid } = (await healthy('risk'))!
    await eventually(
      () => harness.processes('risk').length,
      (count) => count === 2,
    )
    process.kill(pid!, 'SIGKILL')
    await eventually(
      () => harness.processes('risk').length,
      (count) => count === 1,
    )
    await runtime.stop('risk')
    expect(harness.processes('risk')).toEqual([])
  })

  it('ends a child that has dropped the marker and its parent, as long as it stays in the group', async () => {
    await runtime.start(await harness.spec('risk', 'hides'))
    const { pid } = (await healthy('risk'))!
    const hidden = () =>
      linuxTable()
        .all()
        .filter((entry) => entry.group === pid && entry.parent !== pid && entry.pid !== pid)
    await eventually(hidden, (found) => found.length === 1 && linuxTable().marker(found[0]!.pid) === undefined)
    await runtime.stop('risk')
    expect(hidden()).toEqual([])
  })

  it('says from its first moment on that the service is not wanted any more', async () => {
    await runtime.start(await harness.spec('risk', 'deaf'))
    await healthy('risk')
    const stopping = runtime.stop('risk', { graceMs: 300 })
    expect(harness.processes('risk')).toHaveLength(1)
    expect(await runtime.startedSpecs()).toEqual([])
    await stopping
  })

  it('that was interrupted shows as such, and is finished by the next one', async () => {
    await runtime.start(await harness.spec('risk', 'well'))
    const { pid } = (await healthy('risk'))!
    const records = createRecordStore(`${harness.state}/run`)
    records.write({ ...records.read('risk')!, stopping: true })
    process.kill(pid!, 'SIGKILL')
    const seen = await eventually(
      async () => (await runtime.observe()).instances.get('risk'),
      (instance) => instance?.state === 'exited',
    )
    expect(seen).toMatchObject({ reason: 'a stop was interrupted' })
    expect(await runtime.startedSpecs()).toEqual([])
    await runtime.stop('risk')
    expect(records.read('risk')).toBeUndefined()
  })

  it('ends a stopped process too', async () => {
    await runtime.start(await harness.spec('risk', 'well'))
    const { pid } = (await healthy('risk'))!
    process.kill(pid!, 'SIGSTOP')
    await runtime.stop('risk', { graceMs: 100 })
    expect(harness.processes('risk')).toEqual([])
  })

  it('leaves other services of the platform and other platforms alone', async () => {
    const other = createLocalHarness()
    try {
      await runtime.start(await harness.spec('risk', 'well'))
      await runtime.start(await harness.spec('oms', 'well'))
      await createLocalRuntime(other.options).start(await other.spec('risk', 'well'))
      await runtime.stop('risk')
      expect(
        [harness.processes('risk'), harness.processes('oms'), other.processes('risk')].map(({ length }) => length),
      ).toEqual([0, 1, 1])
    } finally {
      await other.dispose()
    }
  })
})

describe('process table', () => {
  it('reads a name with spaces and parentheses', () => {
    const text = `42 (a b) (c) S 7 42 41 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1`
    expect(parseStat(42, text)).toEqual({
      pid: 42,
      parent: 7,
      group: 42,
      session: 41,
      startTime: '987654',
    })
    expect(parseStat(42, text.replace(' S ', ' Z '))).toBeUndefined()
    expect(parseStat(42, '')).toBeUndefined()
  })

  it('says the same through ps as through /proc', async () => {
    await runtime.start(await harness.spec('risk', 'well'))
    const { pid } = (await healthy('risk'))!
    const [linux, portable] = [linuxTable(), portableTable()]
    expect(portable.marker(pid!)).toBe(linux.marker(pid!))
    expect(portable.commandLine(pid!)).toBe(linux.commandLine(pid!))
    const { startTime: _linux, ...found } = linux.read(pid!)!
    expect(portable.read(pid!)).toMatchObject(found)
    expect(portable.all().some((entry) => entry.pid === pid)).toBe(true)
    expect(portable.read(2 ** 22 + 1)).toBeUndefined()
  })

  it('passes over zombies and headings in the output of ps', () => {
    expect(parseLine('  PID  PPID')).toEqual([])
    expect(parseLine('   12     1    12    12 Z+   Tue Nov 24 20:00:00 2026')).toEqual([])
    expect(parseLine('   12     1    12    12 Ss   Tue Nov 24 20:00:00 2026')).toHaveLength(1)
  })
})
