import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExecuteOptions, execute } from '../../src/engine/execute.ts'
import type { EventBody, Progress } from '../../src/model/event.ts'
import type { Op } from '../../src/model/plan.ts'
import { planUp } from '../../src/plan/up.ts'
import { createMemoryRuntime } from '../../src/runtime/memory/memory.ts'
import { launchSpec, manualClock } from '../support/runtime.ts'

const needs = new Map([
  ['risk', ['nats']],
  ['oms', ['nats', 'risk']],
])
const specs = [launchSpec('nats', { kind: 'infra' }), launchSpec('gateway'), launchSpec('risk'), launchSpec('oms')]

function setUp() {
  const clock = manualClock()
  const runtime = createMemoryRuntime({ clock })
  const events: EventBody[] = []
  const progress: Progress[] = []
  const controller = new AbortController()
  const options: ExecuteOptions = {
    runtime,
    clock,
    ensureStreams: async () => ['MARKET_TICKS created'],
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    onProgress: (step) => progress.push(step),
    readyTimeoutMs: 5000,
  }
  const plan = async () =>
    planUp({
      specs,
      needs,
      observed: await runtime.observe(),
      streams: { bus: 'nats', changes: 'unknown' },
      until: 'ready',
    })
  const statuses = (result: Awaited<ReturnType<typeof execute>>): Record<string, string> =>
    Object.fromEntries(result.results.map(({ op, status }) => [op.id, status]))
  return { clock, runtime, events, progress, controller, options, plan, statuses }
}

describe('execute', () => {
  it('starts everything, waits for health, and tells what happened', async () => {
    const { runtime, options, plan, events } = setUp()
    runtime.behave('risk', { probesUntilHealthy: 3 })
    expect(await execute(await plan(), options)).toMatchObject({ ok: true, exit: 0 })
    expect(runtime.calls.slice(0, 1)).toEqual(['start nats'])
    expect(runtime.calls.indexOf('start risk')).toBeLessThan(runtime.calls.indexOf('start oms'))
    expect(events.filter(({ type }) => type === 'service.ready')).toHaveLength(4)
    const { instances } = await runtime.observe()
    expect([...instances.values()].every(({ health }) => health === 'healthy')).toBe(true)
  })

  it('does nothing the second time', async () => {
    const { runtime, options, plan } = setUp()
    await execute(await plan(), options)
    const calls = [...runtime.calls]
    const again = planUp({
      specs,
      needs,
      observed: await runtime.observe(),
      streams: { bus: 'nats', changes: [] },
      until: 'ready',
    })
    expect(again.ops).toEqual([])
    expect(runtime.calls).toEqual(calls)
  })

  it('stops only what depends on a failure, with the last lines of the service', async () => {
    const { runtime, options, plan, statuses, clock } = setUp()
    runtime.behave('risk', { exitsWith: 3 })
    const before = clock.monotonicMs()
    const result = await execute(await plan(), options)
    expect(statuses(result)).toMatchObject({
      'start:gateway': 'done',
      'wait:risk': 'failed',
      'start:oms': 'skipped',
      'wait:oms': 'skipped',
    })
    const { error } = result.results.find(({ status }) => status === 'failed')!
    expect(error).toMatchObject({ code: 'START_FAILED', facts: { exitCode: 3 } })
    expect(error!.facts.lastLines).toEqual(expect.arrayContaining(['ended with 3']))
    expect(result).toMatchObject({ ok: false, exit: 1 })
    // Far from the deadline of 5 s: an exit is seen, not waited out.
    expect(clock.monotonicMs() - before).toBeLessThan(1000)
  })

  it('gives up at the deadline, naming the last answer', async () => {
    const { runtime, options, plan } = setUp()
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: 'GET /health: 503' } })
    const result = await execute(await plan(), options)
    expect(result.exit).toBe(124)
    expect(result.results.find(({ status }) => status === 'failed')!.error).toMatchObject({
      code: 'START_TIMEOUT',
      message: 'risk: not ready after 5.0s; last answer: GET /health: 503',
    })
  })

  it('begins nothing after the operator interrupts, and lets what is under way finish', async () => {
    const { runtime, options, plan, controller, statuses } = setUp()
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: 'not yet' } })
    const onEvent = (event: EventBody): void => {
      if (event.type === 'service.started' && event.service === 'risk') controller.abort()
    }
    const result = await execute(await plan(), { ...options, onEvent })
    expect(statuses(result)).toMatchObject({
      'start:nats': 'done',
      'start:risk': 'done',
      'wait:risk': 'interrupted',
      'start:oms': 'interrupted',
    })
    expect(result.exit).toBe(130)
    expect(runtime.calls).not.toContain('start oms')
  })

  it('ends a wait that is under way when the operator interrupts, long before its deadline', async () => {
    const { runtime, options, plan, controller, statuses, clock } = setUp()
    runtime.behave('risk', { answers: { health: 'unhealthy', reason: 'not yet' } })
    let sleeps = 0
    const sleep: typeof clock.sleep = async (ms) => {
      if (++sleeps === 10) controller.abort()
      await clock.sleep(ms)
    }
    const before = clock.monotonicMs()
    const result = await execute(await plan(), { ...options, clock: { ...clock, sleep } })
    expect(statuses(result)['wait:risk']).toBe('interrupted')
    expect(clock.monotonicMs() - before).toBeLessThan(options.readyTimeoutMs)
  })

  it('begins not one op of a plan that was interrupted before', async () => {
    const { runtime, options, plan, controller } = setUp()
    controller.abort()
    const result = await execute(await plan(), options)
    expect(runtime.calls).toEqual([])
    expect(new Set(result.results.map(({ status }) => status))).toEqual(new Set(['interrupted']))
  })

  it('finishes every op exactly once in the progress, whatever happens', async () => {
    const { runtime, options, plan, progress } = setUp()
    runtime.behave('nats', { cannotStart: true })
    const { ops } = await plan()
    await execute({ ops, problems: [] }, options)
    const finished = progress.flatMap((step) => (step.kind === 'finished' ? [step.id] : []))
    expect(finished.sort()).toEqual(ops.map(({ id }) => id).sort())
  })

  it('runs an op only after all it depends on, for any graph', async () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 16 })
    await fc.assert(
      fc.asyncProperty(edges, fc.nat(9), async (pairs, failing) => {
        const { runtime, options } = setUp()
        runtime.behave(`s${failing}`, { cannotStart: true })
        const ops = Array.from({ length: 8 }, (_, index): Op => {
          const dependsOn = pairs.flatMap(([user, need]) => (user === index && need < index ? [`start:s${need}`] : []))
          return {
            id: `start:s${index}`,
            kind: 'start',
            service: `s${index}`,
            cause: 'test',
            dependsOn,
            spec: launchSpec(`s${index}`),
          }
        })
        const { results } = await execute({ ops, problems: [] }, options)
        const status = new Map(results.map((result) => [result.op.id, result.status]))
        for (const op of ops) {
          const ready = op.dependsOn.every((id) => status.get(id) === 'done')
          expect(status.get(op.id)).toBe(!ready ? 'skipped' : op.service === `s${failing}` ? 'failed' : 'done')
          for (const id of op.dependsOn)
            if (status.get(op.id) === 'done')
              expect(runtime.calls.indexOf(`start ${id.slice(6)}`)).toBeLessThan(
                runtime.calls.indexOf(`start ${op.service}`),
              )
        }
      }),
    )
  })
})
