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
