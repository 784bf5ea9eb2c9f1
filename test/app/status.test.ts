import { expect, it } from 'vitest'
import { unfinishedLines } from '../../src/app/status.ts'
import { fold } from '../../src/journal/fold.ts'
import type { Event, EventBody } from '../../src/model/event.ts'

const journal = (...bodies: EventBody[]) =>
  fold(bodies.map((body, index): Event => ({ seq: index + 1, at: '2026-01-01T00:00:00Z', run: 'r', ...body })))
const step = (id: 'copy' | 'configure', status: 'done' | 'failed', message?: string): EventBody[] => [
  { type: 'step.started', service: 'crane', step: id, inputs: 'x' },
  {
    type: 'step.finished',
    service: 'crane',
    step: id,
    status,
    durationMs: 1,
    evidence: [],
    ...(message === undefined ? {} : { error: { code: 'STEP_FAILED', message } }),
  },
]

it('a migration that stopped half-way is named with the step and the reason', () => {
  expect(
    unfinishedLines(journal(...step('copy', 'done'), ...step('configure', 'failed', 'no template\nmore'))),
  ).toEqual([
    'crane is half migrated, at configure (failed: no template): the same trade2026 migrate goes on from there',
  ])
})

it('what was never begun, and what was taken back, is not unfinished', () => {
  expect(unfinishedLines(journal())).toEqual([])
  expect(unfinishedLines(journal(...step('copy', 'done'), { type: 'migration.rolledback', service: 'crane' }))).toEqual(
    [],
  )
})
