// Fakes for gate tests: probes that answer what a test says, and a clock that moves only by sleeping.
import type { GateContext } from '../../src/gates/context.ts'
import type { Answer, Check, GateClock, GateDefinition, Json, Probes, ProcessFacts } from '../../src/model/gate.ts'

export interface ManualGateClock extends GateClock {
  elapsedMs: number
}

export function fakeClock(): ManualGateClock {
  const clock: ManualGateClock = {
    elapsedMs: 0,
    nowMs: () => Date.UTC(2026, 0, 1) + clock.elapsedMs,
    monotonicMs: () => clock.elapsedMs,
    sleep: async (ms) => {
      clock.elapsedMs += ms
    },
  }
  return clock
}

export const answered = (value: Json): Answer => ({ kind: 'answered', asked: 'the question', value })
export const refused: Answer = { kind: 'refused', asked: 'the question', reason: 'connection refused' }
export const unavailable: Answer = { kind: 'unavailable', asked: 'the question', reason: 'no such table' }

export const running: ProcessFacts = { state: 'running', restarts: 0, pid: 1, uptimeMs: 10_000, rssMb: 100 }

/** Probes that refuse every question a test did not prepare. */
export function fakeProbes(prepared: Partial<Probes>): Probes {
  const unprepared = (): never => {
    throw new Error('this test prepared no answer for that probe')
  }
  return {
    http: unprepared,
    nats: unprepared,
    redis: unprepared,
    store: unprepared,
    lake: unprepared,
    logs: unprepared,
    file: unprepared,
    load: unprepared,
    process: async () => running,
    close: async () => {},
    ...prepared,
  }
}

export function fakeContext(probes: Partial<Probes>, more: Partial<GateContext> = {}): GateContext {
  return {
    probes: fakeProbes(probes),
    clock: fakeClock(),
    signal: new AbortController().signal,
    endpoints: new Map([['oms', { host: '127.0.0.1', ports: { http: 8099 } }]]),
    implemented: () => true,
    gates: new Map(),
    run: { id: 'r1', startedMs: Date.UTC(2026, 0, 1) },
    progress: () => {},
    ...more,
  }
}

type Loose<T> = T extends unknown ? Omit<T, keyof Defaults> & Partial<Defaults> : never
type Defaults = Pick<Check, 'id' | 'title' | 'needs' | 'after' | 'expect' | 'withinMs' | 'everyMs' | 'save' | 'level'>

export function check(given: Loose<Check>): Check {
  const defaults: Defaults = {
    id: 'c',
    title: 'a check',
    needs: ['oms'],
    after: [],
    expect: [],
    withinMs: 0,
    everyMs: 100,
    save: {},
    level: 'critical',
  }
  return { ...defaults, ...given } as Check
}

export function gate(checks: Check[], more: Partial<GateDefinition> = {}): GateDefinition {
  return { name: 'g', title: 'a gate', needs: ['oms'], checks, rule: 'worst', file: 'gates/g.yaml', ...more }
}
