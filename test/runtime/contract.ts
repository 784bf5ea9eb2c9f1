// What every runtime promises. Each runtime's test calls this with a harness that makes services misbehave on it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LaunchSpec, LogLine, SupervisedRuntime } from '../../src/model/runtime.ts'
import { eventually } from '../support/runtime.ts'

export type Manners = 'well' | 'unwell' | 'exits' | 'deaf'

export interface RuntimeHarness {
  runtime: SupervisedRuntime
  /** A spec of a service with these manners, on a free port. */
  spec(service: string, manners: Manners): Promise<LaunchSpec>
  /** Ends the running service from outside, as a crash would. */
  crash(service: string): Promise<void>
  /** Lets somebody else own the port; the returned text must be in the problem. */
  occupy(port: number): Promise<string>
  dispose(): Promise<void>
}

export function describeRuntimeContract(name: string, createHarness: () => Promise<RuntimeHarness>): void {
  describe(`${name} keeps the runtime contract`, () => {
    let harness: RuntimeHarness
    let runtime: SupervisedRuntime
    beforeEach(async () => {
      harness = await createHarness()
      runtime = harness.runtime
    })
    afterEach(() => harness.dispose())

    const look = async (service: string, probe = true) =>
      (await runtime.observe({ services: [service], probe })).instances.get(service)!
    const healthy = (service: string) =>
      eventually(
        () => look(service),
        ({ health }) => health === 'healthy',
      )

    it('knows nothing of a service that was never started', async () => {
      expect(await look('risk')).toMatchObject({ state: 'absent', health: 'none', restarts: 0 })
      expect((await runtime.probe('risk')).health).toBe('none')
    })

    it('runs a started service, with its digest and ports, until it is healthy', async () => {
      const spec = await harness.spec('risk', 'well')
      const started = await runtime.start(spec)
      expect(started).toMatchObject({ service: 'risk', digest: spec.digest, ports: spec.ports, restarts: 0 })
      expect(await healthy('risk')).toMatchObject({ state: 'running', origin: spec.origin, spec })
      expect(await runtime.startedSpecs()).toEqual([spec])
    })

    it('starts nothing twice for the same digest', async () => {
      const spec = await harness.spec('risk', 'well')
      const first = await runtime.start(spec)
      const second = await runtime.start(spec)
      expect(second.pid).toBe(first.pid)
      expect(second.startedAtMs).toBe(first.startedAtMs)
    })

    it('refuses to start over a running instance of another digest', async () => {
      const spec = await harness.spec('risk', 'well')
      const first = await runtime.start(spec)
      await expect(runtime.start({ ...spec, digest: 'another' })).rejects.toMatchObject({ code: 'START_FAILED' })
      expect((await look('risk')).pid).toBe(first.pid)
    })

    it('forgets a stopped service; a second stop is nothing', async () => {
      await runtime.start(await harness.spec('risk', 'well'))
      await runtime.stop('risk')
      expect(await look('risk')).toMatchObject({ state: 'absent' })
      expect(await runtime.startedSpecs()).toEqual([])
      await runtime.stop('risk')
      await runtime.stop('never-started')
    })

    it('ends a service that ignores SIGTERM once the grace has passed', async () => {
      await runtime.start(await harness.spec('risk', 'deaf'))
      await healthy('risk')
      await runtime.stop('risk', { graceMs: 200 })
      expect(await look('risk')).toMatchObject({ state: 'absent' })
    })

    it('shows a crash, keeps the wish to run, and starts anew', async () => {
      const spec = await harness.spec('risk', 'well')
      const first = await runtime.start(spec)
      await harness.crash('risk')
      const dead = await eventually(
        () => look('risk'),
        ({ state }) => state === 'exited',
      )
      expect(dead).toMatchObject({ health: 'none', digest: spec.digest })
      expect(dead.reason).toBeTruthy()
      expect(await runtime.startedSpecs()).toEqual([spec])
      const second = await runtime.start(spec, { restarts: 1 })
      expect(second).toMatchObject({ state: 'running', restarts: 1 })
      expect(second.pid).not.toBe(first.pid)
    })

    it('says how a service ended that ended by itself', async () => {
      await runtime.start(await harness.spec('risk', 'exits'))
      const dead = await eventually(
        () => look('risk'),
        ({ exitCode }) => exitCode !== undefined,
      )
      expect(dead).toMatchObject({ state: 'exited', exitCode: 3 })
      expect(dead.reason).toContain('exit code 3')
    })

    it('reports a service that answers but is not well', async () => {
      const spec = await harness.spec('risk', 'unwell')
      await runtime.start({ ...spec, health: { ...spec.health, startPeriodMs: 0 } })
      const seen = await eventually(
        () => look('risk'),
        ({ reason = '' }) => !reason.includes('refused'),
      )
      expect(seen).toMatchObject({ state: 'running', health: 'unhealthy' })
    })

    it('shows what the supervisor notes until the next start', async () => {
      const spec = await harness.spec('risk', 'well')
      await runtime.start(spec)
      await harness.crash('risk')
      await eventually(
        () => look('risk'),
        ({ state }) => state === 'exited',
      )
      await runtime.mark('risk', { state: 'failed', reason: '5 restarts in 5 min' })
      expect(await look('risk')).toMatchObject({ state: 'failed', reason: '5 restarts in 5 min' })
      await runtime.start(spec)
      expect(await look('risk', false)).toMatchObject({ state: 'running' })
    })

    it('names the owner of a taken port before anything starts, and is no owner itself', async () => {
      const [own, other] = [await harness.spec('risk', 'well'), await harness.spec('oms', 'well')]
      await runtime.start(own)
      await healthy('risk')
      const owner = await harness.occupy(other.ports.http!)
      const problems = await runtime.preflight([own, other])
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatchObject({ service: 'oms', code: 'PORT_TAKEN' })
      expect(problems[0]!.message).toContain(owner)
      expect(problems[0]!.message).toContain(String(other.ports.http))
    })

    it('hands out the lines that services wrote, the last ones when asked', async () => {
      await runtime.start(await harness.spec('risk', 'exits'))
      await eventually(
        () => look('risk'),
        ({ state }) => state === 'exited',
      )
      const read = async (tail?: number) => {
        const query = { services: ['risk'], follow: false, ...(tail === undefined ? {} : { tail }) }
        const lines: LogLine[] = []
        for await (const line of runtime.logs(query, new AbortController().signal)) lines.push(line)
        return lines
      }
      const all = await read()
      expect(all.length).toBeGreaterThanOrEqual(2)
      expect(all.every((line) => line.service === 'risk')).toBe(true)
      expect(await read(1)).toEqual(all.slice(-1))
    })

    it('leaves no record after cleanup, and refuses it while something runs', async () => {
      await runtime.start(await harness.spec('risk', 'well'))
      await expect(runtime.cleanup({ volumes: false })).rejects.toThrow('still run')
      await runtime.stop('risk')
      await runtime.cleanup({ volumes: false })
      expect(await look('risk')).toMatchObject({ state: 'absent' })
    })
  })
}
