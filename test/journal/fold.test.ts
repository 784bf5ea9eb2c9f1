import { describe, expect, it } from 'vitest'
import { fold } from '../../src/journal/fold.ts'
import type { Event, EventBody } from '../../src/model/event.ts'

const ran: EventBody = { type: 'run.started', command: 'migrate', args: [], operator: 'o', pid: 1, host: 'h' }
const began: EventBody = {
  type: 'migration.started',
  service: 'crane',
  source: '/old',
  sourceDigest: 's',
  definitionDigest: 'd',
}
const started: EventBody = { type: 'step.started', service: 'crane', step: 'copy', inputs: 'i1' }
const finished: EventBody = {
  type: 'step.finished',
  service: 'crane',
  step: 'copy',
  status: 'done',
  durationMs: 7,
  evidence: [],
}

function events(...bodies: EventBody[]): Event[] {
  return bodies.map((body, index) => ({ seq: index + 1, at: `2026-01-0${index + 1}T00:00:00.000Z`, run: 'r', ...body }))
}
const copyOf = (...bodies: EventBody[]) => fold(events(...bodies)).services.crane?.steps[0]

describe('fold', () => {
  it('of nothing is the empty state', () => {
    expect(fold([])).toEqual({ services: {}, gates: {}, answers: {}, openOps: [], lastSeq: 0 })
  })

  it.each<[string, EventBody[], string, string | undefined]>([
    ['a step that began', [ran, began, started], 'running', 'i1'],
    ['a step that finished', [ran, began, started, finished], 'done', 'i1'],
    ['a step whose run was killed', [ran, began, started, ran], 'pending', undefined],
    [
      'a step taken back',
      [ran, began, started, finished, { type: 'step.undone', service: 'crane', step: 'copy' }],
      'undone',
      undefined,
    ],
    [
      'a step begun again after it finished',
      [ran, began, started, finished, { ...started, inputs: 'i2' } as EventBody],
      'running',
      'i2',
    ],
    [
      'a service rolled back',
      [ran, began, started, finished, { type: 'migration.rolledback', service: 'crane' }],
      'pending',
      undefined,
    ],
  ])('%s', (_name, bodies, status, inputs) => {
    expect(copyOf(...bodies)).toMatchObject({ status })
    expect(copyOf(...bodies)?.inputs).toBe(inputs)
  })

  it('keeps verdicts, answers, the last gate result and what is still open', () => {
    const result = { gate: 'crane', title: 'c', verdict: 'pass' as const, checks: [], startedAt: 't', durationMs: 1 }
    const open: EventBody = {
      type: 'op.intended',
      op: 'r-1',
      service: 'crane',
      step: 'copy',
      target: 'stack/a',
      preDigest: null,
      postDigest: 'x',
      undo: { kind: 'none' },
    }
    const state = fold(
      events(
        ran,
        began,
        open,
        { type: 'gate.finished', result },
        { type: 'question.answered', id: 'q', value: 'v', by: 'o', evidence: 'e' },
        { type: 'migration.finished', service: 'crane', verdict: 'inconclusive' },
      ),
    )
    expect(state.services.crane).toMatchObject({ verdict: 'inconclusive', source: '/old' })
    expect(state.gates.crane).toEqual({ result, at: '2026-01-04T00:00:00.000Z' })
    expect(state.answers).toEqual({ q: { value: 'v', evidence: 'e' } })
    expect(state.openOps.map(({ op }) => op)).toEqual(['r-1'])
    expect(state.lastSeq).toBe(6)
  })

  it('is the same for the same journal', () => {
    const journal = events(ran, began, started, finished)
    expect(JSON.stringify(fold(journal))).toBe(JSON.stringify(fold(journal)))
  })
})
