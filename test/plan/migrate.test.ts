import { describe, expect, it } from 'vitest'
import { isTradeError } from '../../src/model/errors.ts'
import { STEP_IDS, type StepId } from '../../src/model/ids.ts'
import type { ServiceMigration } from '../../src/model/state.ts'
import { decideSteps, type Selection, type StepFacts, selectServices, wavesOf } from '../../src/plan/migrate.ts'
import { bundledCatalog } from '../support/catalog.ts'

const catalog = bundledCatalog()
const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'none'
  } catch (error) {
    return isTradeError(error) ? error.code : String(error)
  }
}

describe('wavesOf', () => {
  it('puts together what is in one wave and needs nobody of it, and leaves the order as it is', () => {
    const all = selectServices(catalog, { services: [], all: true })
    const waves = wavesOf(catalog, all)
    expect(waves.flat()).toEqual(all)
    expect(waves[0]?.length).toBeGreaterThan(1)
    for (const wave of waves) {
      expect(new Set(wave.map((id) => catalog.services.get(id)?.wave)).size).toBe(1)
      for (const id of wave)
        for (const [need, how] of Object.entries(catalog.services.get(id)!.needs))
          if (how === 'hard') expect(wave, `${id} needs ${need}`).not.toContain(need)
    }
  })
})

describe('selectServices', () => {
  it.each<[Partial<Selection>, string[]]>([
    [{ services: ['oms', 'risk', 'gateway'] }, ['gateway', 'risk', 'oms']],
    [{ task: '04' }, ['risk', 'oms']],
    [{ task: 'task-02' }, ['normalizer', 'sink-alt', 'sink-ticks']],
    [{ task: '2' }, ['normalizer', 'sink-alt', 'sink-ticks']],
    [{ priority: 'P3' }, ['risk', 'oms']],
    [{ services: ['pnl'], priority: 'P1' }, ['normalizer', 'sink-alt', 'sink-ticks', 'pnl']],
  ])('%j in waves, needs before users', (selection, ids) => {
    expect(selectServices(catalog, { services: [], ...selection })).toEqual(ids)
  })

  it('--all is every application, no wave before an earlier one', () => {
    const waves = selectServices(catalog, { services: [], all: true }).map((id) => catalog.services.get(id)?.wave)
    expect(waves).toHaveLength(18)
    expect(waves).toEqual([...waves].sort())
  })

  it.each<[Partial<Selection>, string]>([
    [{ services: ['nobody'] }, 'SERVICE_UNKNOWN'],
    [{ services: ['nats'] }, 'SERVICE_UNKNOWN'],
    [{}, 'USAGE'],
    [{ task: '09' }, 'USAGE'],
  ])('%j is refused', (selection, code) => {
    expect(codeOf(() => selectServices(catalog, { services: [], ...selection }))).toBe(code)
  })
})

const INPUTS = Object.fromEntries(STEP_IDS.map((id) => [id, `in-${id}`])) as Record<StepId, string>
function known(changes: Partial<Record<StepId, Partial<ServiceMigration['steps'][number]>>> = {}): ServiceMigration {
  const steps = STEP_IDS.map((id) => ({
    id,
    status: 'done' as const,
    durationMs: 1,
    inputs: INPUTS[id],
    evidence: [],
    ...changes[id],
  }))
  return { id: 'pnl', verdict: 'pass', steps }
}
function decide(facts: Partial<StepFacts>): string {
  return decideSteps({ service: 'pnl', known: known(), inputs: INPUTS, damaged: new Set(), ...facts })
    .map(({ action }) => action[0])
    .join('')
}

describe('decideSteps', () => {
  it.each<[string, Partial<StepFacts>, string]>([
    ['nothing is known', { known: undefined }, 'rrrrrrrrrr'],
    ['all is done and the same', {}, 'hhhhhhhhhh'],
    ['an input changed', { inputs: { ...INPUTS, build: 'other' } }, 'hhhrrrrrrr'],
    ['a step failed', { known: known({ integration: { status: 'failed' } }) }, 'hhhhhhrrrr'],
    ['a step was interrupted', { known: known({ copy: { status: 'running' } }) }, 'rrrrrrrrrr'],
    ['files are gone', { damaged: new Set<StepId>(['compose']) }, 'hhhhrrrrrr'],
    ['--from', { from: 'gate' }, 'ssssssssrr'],
    ['--until', { known: undefined, until: 'rewrite' }, 'rrrsssssss'],
    ['both', { from: 'build', until: 'compose' }, 'sssrrsssss'],
  ])('%s', (_name, facts, actions) => {
    expect(decide(facts)).toBe(actions)
  })

  it('refuses to begin behind a step that is not done, and a range that is empty', () => {
    expect(codeOf(() => decide({ known: undefined, from: 'build' }))).toBe('USAGE')
    expect(codeOf(() => decide({ from: 'gate', until: 'copy' }))).toBe('USAGE')
  })

  it('tells the cause of each', () => {
    const causes = decideSteps({ service: 'pnl', known: known(), inputs: { ...INPUTS, gate: 'x' }, damaged: new Set() })
    expect(causes.slice(7).map(({ cause }) => cause)).toEqual([
      'done, and its inputs are the same',
      'its inputs changed',
      'a step before it runs again',
    ])
  })
})
