// What happened between two readings of the journal's state, in words for the events panel.
import type { FeedEvent } from '../../model/feed.ts'
import type { MigrationState, StepState } from '../../model/state.ts'

type Happened = Extract<FeedEvent, { kind: 'event' }>

export function happenedBetween(before: MigrationState, after: MigrationState, atMs: number): Happened[] {
  if (before.lastSeq === after.lastSeq) return []
  return [...stepEvents(before, after, atMs), ...gateEvents(before, after, atMs)]
}

function stepEvents(before: MigrationState, after: MigrationState, atMs: number): Happened[] {
  return Object.values(after.services).flatMap((service) => {
    const known = new Map(before.services[service.id]?.steps.map((step) => [step.id, step.status]))
    return service.steps
      .filter((step) => step.status !== (known.get(step.id) ?? 'pending'))
      .map((step): Happened => {
        const reason = step.error ? `: ${step.error.message}` : ''
        return { kind: 'event', atMs, level: levelOf(step), text: `${service.id} ${step.id} ${step.status}${reason}` }
      })
  })
}

function levelOf(step: StepState): Happened['level'] {
  if (step.status === 'failed') return 'error'
  return step.status === 'inconclusive' ? 'warn' : 'info'
}

function gateEvents(before: MigrationState, after: MigrationState, atMs: number): Happened[] {
  return Object.entries(after.gates)
    .filter(([name, gate]) => before.gates[name]?.at !== gate.at)
    .map(([name, { result }]): Happened => {
      const level = result.verdict === 'pass' ? 'info' : result.verdict === 'fail' ? 'error' : 'warn'
      return { kind: 'event', atMs, level, text: `gate ${name} ${result.verdict}` }
    })
}
