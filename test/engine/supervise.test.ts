import { describe, expect, it } from 'vitest'
import { createSupervisor, runSupervisor, type SupervisorOptions } from '../../src/engine/supervise.ts'
import type { EventBody } from '../../src/model/event.ts'
import { createMemoryRuntime } from '../../src/runtime/memory/memory.ts'
import { launchSpec, manualClock } from '../support/runtime.ts'

async function setUp(changes: Partial<SupervisorOptions> = {}) {
  const clock = manualClock()
  const runtime = createMemoryRuntime({ clock })
  const events: EventBody[] = []
  let lockTaken = false
  const options: SupervisorOptions = {
    runtime,
    needs: new Map([['risk', ['nats']]]),
    clock,
    random: () => 0.5,
    tryLock: async () => (lockTaken ? undefined : { release: async () => {} }),
    onEvent: (event) => events.push(event),
    ...changes,
  }
  const supervisor = createSupervisor(options)
  /** Ticks as the loop would for this long. */
  const pass = async (ms: number): Promise<void> => {
    for (const end = clock.monotonicMs() + ms; clock.monotonicMs() < end; ) {
      await supervisor.tick()
      await clock.sleep(40)
    }
  }
  const look = async (service: string) => (await runtime.observe({ probe: false })).instances.get(service)!
  await runtime.start(launchSpec('nats'))
  await runtime.start(launchSpec('risk'))
  await pass(500)
  runtime.calls.length = 0
  return { clock, runtime, events, options, supervisor, pass, look, operator: (busy: boolean) => (lockTaken = busy) }
}

describe('supervisor', () => {
  it('restarts what crashed, after a backoff, and counts it', async () => {
    const { runtime, pass, look, events } = await setUp()
    runtime.crash('risk', 9)
    await pass(80)
    expect(await look('risk')).toMatchObject({ state: 'restarting' })
    expect(runtime.calls).toEqual([])
    await pass(1000)
    expect(await look('risk')).toMatchObject({ state: 'running', restarts: 1 })
    expect(runtime.calls).toEqual(['start risk'])
    expect(events.map(({ type }) => type)).toEqual(['service.exited', 'service.restarted'])
    expect(events[1]).toMatchObject({ service: 'risk', attempt: 1, cause: 'exit code 9' })
  })

  it('gives up after five restarts in five minutes and keeps the reason', async () => {
    const { runtime, pass, look } = await setUp()
    runtime.behave('risk', { exitsWith: 7 })
    runtime.crash('risk', 7)
    await pass(120_000)
    expect(await look('risk')).toMatchObject({
      state: 'failed',
      restarts: 5,
      reason: '5 restarts in 5 min did not help; exit code 7',
    })
    expect(runtime.calls.filter((call) => call === 'start risk')).toHaveLength(5)
  })

  it('restarts what stays unhealthy, only after as many bad answers as the definition says', async () => {
    const { runtime, pass, look, clock } = await setUp()
    clock.advance(20_000)
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: '503' } })
    await pass(1500)
    expect(runtime.calls).toEqual([])
    await pass(2500)
    expect(runtime.calls.slice(0, 2)).toEqual(['stop risk', 'start risk'])
    expect((await look('risk')).restarts).toBeGreaterThanOrEqual(1)
  })

  it('leaves a service alone that is unhealthy because what it needs is down', async () => {
    const { runtime, pass } = await setUp()
    runtime.behave('nats', { answers: { health: 'unhealthy', reason: 'no answer' } })
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: 'nats down' } })
    await pass(15_000)
    expect(runtime.calls).toContain('start nats')
    expect(runtime.calls).not.toContain('stop risk')
  })

  it('never starts what an operator stopped', async () => {
    const { runtime, pass, look } = await setUp()
    await runtime.stop('risk')
    await pass(10_000)
    expect(await look('risk')).toBeUndefined()
    expect(runtime.calls).toEqual(['stop risk'])
  })

  it('keeps its hands off while an operator holds the lock', async () => {
    const { runtime, pass, look, operator } = await setUp()
    operator(true)
    runtime.crash('risk', 1)
    await pass(10_000)
    expect(await look('risk')).toMatchObject({ state: 'exited' })
    operator(false)
    await pass(2000)
    expect(await look('risk')).toMatchObject({ state: 'running', restarts: 1 })
  })

  it('decides on what is true once it has the lock: an operator was faster', async () => {
    let whileWaiting = async (): Promise<unknown> => undefined
    const tryLock = async () => {
      await whileWaiting()
      return { release: async () => {} }
    }
    const { runtime, pass, look, clock, events } = await setUp({ tryLock })
    // A crash that the operator has mended by the time the lock is ours.
    whileWaiting = () => runtime.start(launchSpec('risk'))
    runtime.crash('risk', 1)
    await pass(1000)
    expect(await look('risk')).toMatchObject({ state: 'running', restarts: 0 })
    expect(events).toEqual([])
    // An unhealthy service that the operator has replaced by the time the lock is ours.
    clock.advance(20_000)
    whileWaiting = async () => {
      await runtime.stop('risk')
      runtime.behave('risk', {})
      await runtime.start(launchSpec('risk'))
      whileWaiting = async () => undefined
    }
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: '503' } })
    await pass(5000)
    expect(await look('risk')).toMatchObject({ state: 'running', restarts: 0 })
    expect(runtime.calls.filter((call) => call === 'stop risk')).toHaveLength(1)
  })

  it('counts bad answers per process: one that an operator has started anew begins at none', async () => {
    const { runtime, pass, clock } = await setUp()
    const young = { ...launchSpec('risk'), health: { ...launchSpec('risk').health, startPeriodMs: 0 } }
    clock.advance(20_000)
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: '503' } })
    await pass(1500)
    await runtime.stop('risk')
    await runtime.start(young)
    runtime.calls.length = 0
    // The first answers of the new process come at once: two of three that it takes.
    await pass(60)
    expect(runtime.calls).toEqual([])
    await pass(500)
    expect(runtime.calls[0]).toBe('stop risk')
  })

  it('asks a service that hangs once, not again and again', async () => {
    const { options, clock } = await setUp()
    let asked = 0
    const probe = (): Promise<never> => {
      asked += 1
      return new Promise(() => {})
    }
    const hanging = { ...options.runtime, probe }
    const supervisor = createSupervisor({ ...options, runtime: hanging })
    for (let look = 0; look < 50; look++) {
      await supervisor.tick()
      await clock.sleep(1000)
    }
    expect(asked).toBe(2)
  })

  it('leaves an unhealthy service running once its budget is spent, and the lock alone', async () => {
    let locks = 0
    const tryLock = async () => {
      locks += 1
      return { release: async () => {} }
    }
    const { runtime, pass, look, clock } = await setUp({ tryLock })
    clock.advance(20_000)
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: '503' } })
    await pass(120_000)
    expect(runtime.calls.filter((call) => call === 'stop risk')).toHaveLength(5)
    expect(await look('risk')).toMatchObject({ state: 'running', restarts: 5 })
    const before = locks
    await pass(10_000)
    expect(locks).toBe(before)
  })

  it('begins its backoff anew after a service was stable', async () => {
    const { runtime, pass, look, clock } = await setUp({ random: () => 0.999 })
    const delays: number[] = []
    const crash = async (): Promise<void> => {
      runtime.crash('risk', 1)
      await pass(40)
      delays.push(Number(/restarts in (\d+) ms/.exec((await look('risk')).reason ?? '')?.[1]))
      await pass(5000)
    }
    await crash()
    await crash()
    clock.advance(400_000)
    await pass(40)
    await crash()
    expect(delays[1]).toBeGreaterThan(delays[0]!)
    expect(delays[2]).toBe(delays[0])
  })

  it('takes over a restart that a killed supervisor had announced', async () => {
    const { runtime, pass, options, look, clock } = await setUp()
    runtime.crash('risk', 1)
    await pass(80)
    const next = createSupervisor(options)
    await next.tick()
    await clock.sleep(1)
    await next.tick()
    expect(await look('risk')).toMatchObject({ state: 'running', restarts: 1 })
  })

  it('ends by itself when nothing is left, and at once when told', async () => {
    const { runtime, options, clock } = await setUp()
    const stopped = new AbortController()
    stopped.abort()
    expect(await runSupervisor({ ...options, signal: stopped.signal })).toBe('stopped')
    await runtime.stop('risk')
    await runtime.stop('nats')
    const before = clock.monotonicMs()
    expect(await runSupervisor({ ...options, signal: new AbortController().signal })).toBe('idle')
    expect(clock.monotonicMs() - before).toBeGreaterThanOrEqual(3000)
  })
})
