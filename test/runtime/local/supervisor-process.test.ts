// The supervisor as it really runs: detached, killed at any time, started again by the next command.
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acquireLock } from '../../../src/engine/lock.ts'
import { readSupervisorLog } from '../../../src/engine/supervisor-log.ts'
import type { SupervisedRuntime } from '../../../src/model/runtime.ts'
import { createLocalRuntime } from '../../../src/runtime/local/local.ts'
import { createSupervisorProcess, type SupervisorProcess } from '../../../src/runtime/local/supervisor-process.ts'
import { eventually, realClock } from '../../support/runtime.ts'
import { createLocalHarness, type LocalHarness } from './harness.ts'

const PROGRAM = fileURLToPath(new URL('../programs/supervisor.mjs', import.meta.url))

let harness: LocalHarness
let runtime: SupervisedRuntime
let supervisor: SupervisorProcess
beforeEach(async () => {
  harness = createLocalHarness()
  runtime = createLocalRuntime(harness.options)
  supervisor = createSupervisorProcess({ platform: harness.platform, state: harness.state, clock: realClock })
  await runtime.start(await harness.spec('risk', 'well'))
  await eventually(
    () => look(),
    (seen) => seen?.health === 'healthy',
  )
})
afterEach(async () => {
  await supervisor.stop()
  await harness.dispose()
})

const ensure = (version = '1') => {
  const { platform, state } = harness
  const command = [process.execPath, PROGRAM, JSON.stringify({ platform, state })]
  return supervisor.ensure({ command, cwd: state, env: { PATH: process.env.PATH ?? '' }, version })
}
const look = async () => (await runtime.observe({ services: ['risk'] })).instances.get('risk')
const killService = (): void => {
  for (const pid of harness.processes('risk')) process.kill(pid, 'SIGKILL')
}
const restarted = (times: number) => eventually(look, (seen) => seen?.restarts === times && seen.health === 'healthy')

describe('the supervisor process', () => {
  it('restarts what crashes, counts it, and writes down what it did', async () => {
    await ensure()
    killService()
    await restarted(1)
    killService()
    await restarted(2)
    expect(harness.processes('risk')).toHaveLength(1)
    const log = readSupervisorLog(`${harness.state}/supervisor.jsonl`)
    expect(log.filter(({ type }) => type === 'service.restarted')).toMatchObject([{ attempt: 1 }, { attempt: 2 }])
  })

  it('is one, is not listed as a service, and is replaced by another version of the tool', async () => {
    const { pid } = await ensure()
    expect((await ensure()).pid).toBe(pid)
    expect([...(await runtime.observe()).instances.keys()]).toEqual(['risk'])
    expect((await ensure('2')).pid).not.toBe(pid)
    expect(harness.processes('supervisor')).toHaveLength(1)
  })

  it('can be killed: services go on, the next one takes over', async () => {
    const { pid } = await ensure()
    const before = (await look())!.pid
    process.kill(pid, 'SIGKILL')
    await eventually(
      () => supervisor.pid(),
      (found) => found === undefined,
    )
    expect((await look())!.pid).toBe(before)
    killService()
    await ensure()
    await restarted(1)
  })

  it('stops without taking along the services that it has restarted', async () => {
    await ensure()
    killService()
    const { pid } = (await restarted(1))!
    await supervisor.stop()
    expect(supervisor.pid()).toBeUndefined()
    expect((await look())!.pid).toBe(pid)
  })

  it('does not touch what an operator is working on', async () => {
    await ensure()
    const holder = { who: 'alice', pid: process.pid, host: 'here', command: 'trade2026 restart', run: 'r', since: '' }
    const lock = await acquireLock({
      subject: `platform:${harness.state}`,
      holder,
      clock: realClock,
      patienceMs: () => 5000,
    })
    killService()
    await eventually(look, (seen) => seen?.state === 'exited')
    await realClock.sleep(300)
    expect(await look()).toMatchObject({ state: 'exited' })
    await lock.release()
    await restarted(1)
  })

  it('goes away by itself after the last service was stopped', async () => {
    await ensure()
    await runtime.stop('risk')
    await eventually(
      () => harness.processes('supervisor').length,
      (count) => count === 0,
    )
  })
})
