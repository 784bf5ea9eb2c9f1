import { describe, expect, it } from 'vitest'
import { fold } from '../../src/journal/fold.ts'
import type { Event, EventBody } from '../../src/model/event.ts'
import { STEP_IDS, type StepId } from '../../src/model/ids.ts'
import { renderTracker } from '../../src/views/tracker.ts'
import { bundledCatalog } from '../support/catalog.ts'

const catalog = bundledCatalog()
const render = (...bodies: EventBody[]): string => {
  const events = bodies.map(
    (body, index): Event => ({ seq: index + 1, at: '2026-01-02T03:04:05.000Z', run: 'r', ...body }),
  )
  return renderTracker(fold(events), catalog)
}
const step = (service: string, id: StepId, status: 'done' | 'failed' | 'inconclusive' = 'done'): EventBody[] => [
  { type: 'step.started', service, step: id, inputs: '' },
  { type: 'step.finished', service, step: id, status, durationMs: 1000, evidence: [] },
]
const whole = (service: string): EventBody[] => STEP_IDS.flatMap((id) => step(service, id))
const row = (text: string, start: string): string => text.split('\n').find((line) => line.startsWith(start))!

describe('the tracker', () => {
  it('of an empty journal names every service of the catalog once, all boxes open, and where to begin', () => {
    const text = render()
    const apps = [...catalog.services.values()].filter(({ kind }) => kind === 'app')
    for (const { id } of apps) expect(row(text, `| ${id} |`)).toMatch(/(☐ \| ){6}☐ \|$/)
    expect(text).toContain('**0 of 18 services, 0 %**')
    expect(text).toContain('- task 02: `trade2026 migrate normalizer sink-alt sink-ticks`')
  })

  it('ticks the seven boxes from the steps and sums their time', () => {
    const text = render(...whole('risk'), ...step('oms', 'rewrite'), ...step('oms', 'build', 'failed'))
    expect(row(text, '| risk |')).toBe('| risk | P3 | 6 | 9.0s | ☑ | ☑ | ☑ | ☑ | ☑ | ☑ | ☑ |')
    expect(row(text, '| oms |')).toBe('| oms | P3 | 8 | 2.0s | ☑ | ☒ | ☐ | ☐ | ☐ | ☐ | ☐ |')
    expect(row(text, '| 04 |')).toContain('| 1/2 |')
    expect(row(text, '| 2 |')).toBe('| 2 | Backend Migration | weeks 2–3 | 6 % |')
    expect(text).toContain('- oms: build is failed: `trade2026 migrate oms` goes on from there')
    expect(text).toContain('- trading core: 1 of 3\n')
  })

  it('is complete when all are, and then asks for the final gate', () => {
    const text = render(
      ...[...catalog.services.values()].filter(({ kind }) => kind === 'app').flatMap(({ id }) => whole(id)),
    )
    expect(text).toContain('**18 of 18 services, 100 %**')
    expect(text).toContain('- final validation: `trade2026 gate final`')
  })

  it('reads after a rollback as it did before the migration', () => {
    const gate: EventBody = {
      type: 'gate.finished',
      result: { gate: 'risk', title: '', verdict: 'pass', checks: [], startedAt: '', durationMs: 1 },
    }
    expect(render(...whole('risk'), gate, { type: 'migration.rolledback', service: 'risk' })).toBe(render())
  })
})
