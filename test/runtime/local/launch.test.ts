// Crash safety of starts: whatever moment the tool is killed at, the next start ends with exactly one process.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LaunchSpec, SupervisedRuntime } from '../../../src/model/runtime.ts'
import { createLocalRuntime } from '../../../src/runtime/local/local.ts'
import { createRecordStore } from '../../../src/runtime/local/record.ts'
import { eventually } from '../../support/runtime.ts'
import { createLocalHarness, type LocalHarness, table } from './harness.ts'

const STARTER = fileURLToPath(new URL('../programs/starter.mjs', import.meta.url))

let harness: LocalHarness
let runtime: SupervisedRuntime
let spec: LaunchSpec
beforeEach(async () => {
  harness = createLocalHarness()
  runtime = createLocalRuntime(harness.options)
  spec = await harness.spec('risk', 'well')
})
afterEach(() => harness.dispose())

/** Runs the tool until it has started the service, or has died at the moment given. */
function runTool(dieAt: string): { signal: string | null; pid: number } {
  const { platform, state } = harness
  const { signal, stdout, stderr } = spawnSync(
    process.execPath,
    [STARTER, JSON.stringify({ platform, state, spec, dieAt })],
    { encoding: 'utf8' },
  )
  if (signal === null && stdout === '') throw new Error(stderr)
  return { signal, pid: Number(stdout) }
}
const healthy = () =>
  eventually(
    async () => (await runtime.observe()).instances.get('risk'),
    (seen) => seen?.health === 'healthy',
  )

describe('a start that was interrupted', () => {
  it.each(['prepared', 'recorded', 'spawned', 'confirmed'])(
    'by a kill when %s ends with one process after the next start',
    async (moment) => {
      expect(runTool(moment).signal).toBe('SIGKILL')
      const left = harness.processes('risk')
      expect(left).toHaveLength(moment === 'spawned' || moment === 'confirmed' ? 1 : 0)
      await runtime.start(spec)
      const seen = await healthy()
      expect(harness.processes('risk')).toEqual([seen!.pid])
      // A process that exists is taken over, not replaced.
      if (left.length === 1) expect(seen!.pid).toBe(left[0])
    },
  )

  it.each([0, 1, 2, 3])('and again and again (%i) still has one process', async (round) => {
    const moments = ['recorded', 'spawned', 'prepared', 'confirmed']
    for (let index = 0; index < 4; index++) runTool(moments[(index + round) % 4]!)
    await runtime.start(spec)
    await healthy()
    expect(harness.processes('risk')).toHaveLength(1)
  })

  it('is seen by observe, and can be stopped', async () => {
    runTool('spawned')
    const seen = (await runtime.observe()).instances.get('risk')!
    expect(seen.pid).toBe(harness.processes('risk')[0])
    await runtime.stop('risk')
    expect(harness.processes('risk')).toEqual([])
  })

  it('is taken over as the service itself, not as a child that it has detached', async () => {
    spec = await harness.spec('risk', 'forks')
    runTool('spawned')
    await eventually(
      () => harness.processes('risk').length,
      (count) => count === 2,
    )
    const { pid } = await runtime.start(spec)
    expect(table.commandLine(pid!)).toContain('service.mjs')
  })

  it('with another definition leaves nothing of the old one', async () => {
    runTool('spawned')
    const changed = { ...spec, digest: 'changed' }
    await expect(runtime.start(changed)).rejects.toMatchObject({ code: 'START_FAILED' })
    await runtime.stop('risk')
    await runtime.start(changed)
    expect(harness.processes('risk')).toHaveLength(1)
  })
})

describe('a started service', () => {
  it('lives on when the tool has ended, and is the same one for the next command', async () => {
    const { pid } = runTool('never')
    const again = await runtime.start(spec)
    expect(again.pid).toBe(pid)
    expect((await healthy())!.pid).toBe(pid)
  })

  it('is not mistaken for another process that has its pid now', async () => {
    const { pid } = await runtime.start(spec)
    const records = createRecordStore(`${harness.state}/run`)
    const record = records.read('risk')!
    // As if the pid had been given to somebody else since: same pid, another start time.
    records.write({ ...record, identity: { ...record.identity!, startTime: '1' } })
    expect((await runtime.observe()).instances.get('risk')).toMatchObject({ state: 'exited' })
    const fresh = await runtime.start(spec)
    expect(fresh.pid).not.toBe(pid)
    expect(harness.processes('risk')).toEqual([fresh.pid])
  })

  it('counts as gone after a boot', async () => {
    await runtime.start(spec)
    const records = createRecordStore(`${harness.state}/run`)
    const record = records.read('risk')!
    records.write({ ...record, identity: { ...record.identity!, bootId: 'an earlier boot' } })
    expect((await runtime.observe()).instances.get('risk')).toMatchObject({
      state: 'exited',
      reason: 'the machine was restarted',
    })
  })

  it('gets its files, folders and marker, and nothing of our environment', async () => {
    const file = `${harness.state}/config/risk/config.yaml`
    const { pid } = await runtime.start({
      ...spec,
      files: { [file]: 'port: 1\n' },
      folders: [`${harness.state}/data/extra`],
    })
    expect(table.marker(pid!)).toBe(`${harness.platform}/risk`)
    const { readFileSync, existsSync } = await import('node:fs')
    expect(readFileSync(file, 'utf8')).toBe('port: 1\n')
    expect(existsSync(`${harness.state}/data/extra`)).toBe(true)
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter(Boolean)
      .map((entry) => entry.split('=')[0])
    expect(names.sort()).toEqual(['BEHAVIOUR', 'PATH', 'PORT', 'TRADE2026_RUN'])
  })

  it('that cannot be executed is an error at once and leaves no record', async () => {
    await expect(runtime.start({ ...spec, command: ['/nowhere/program'] })).rejects.toMatchObject({
      code: 'START_FAILED',
    })
    expect((await runtime.observe({ services: ['risk'] })).instances.get('risk')).toMatchObject({ state: 'absent' })
    const [problem] = await runtime.preflight([{ ...spec, command: ['/nowhere/program'] }])
    expect(problem).toMatchObject({ code: 'TOOL_MISSING' })
  })
})
