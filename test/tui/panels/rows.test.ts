// Rows as tables: what is listed, in which order, and what a filter or `z` leaves.
import { describe, expect, it } from 'vitest'
import type { StepStatus } from '../../../src/model/event.ts'
import { STEP_IDS } from '../../../src/model/ids.ts'
import type { ServiceMigration } from '../../../src/model/state.ts'
import { plainText } from '../../../src/tui/cells.ts'
import { alerts } from '../../../src/tui/panels/events.ts'
import { gateRows } from '../../../src/tui/panels/gates.ts'
import { marketRows } from '../../../src/tui/panels/market.ts'
import { migrationRow, migrationRows } from '../../../src/tui/panels/migration.ts'
import { gap, omsLines } from '../../../src/tui/panels/oms.ts'
import { serviceRows } from '../../../src/tui/panels/services.ts'
import type { UiState } from '../../../src/tui/ui.ts'
import { demoStore, emptyStore, lookAt, START_MS } from '../support/picture.ts'

const idsOf = (ui: Partial<UiState>) => serviceRows(lookAt(demoStore(), 50, ui)).map((row) => row.id)

describe('services', () => {
  it('are listed worst first, the ones never started last', () => {
    const ids = idsOf({})
    expect(ids.slice(0, 4)).toEqual(['pnl', 'exeq', 'ptrc', 'nats'])
    expect(ids.at(-1)).toBe('ml-training')
  })

  it.each<[Partial<UiState>, string[]]>([
    [{ filter: 'sink' }, ['sink-ticks', 'sink-alt']],
    [{ filter: 'infra !embedded' }, ['nats', 'valkey']],
    [{ filter: 'bus down' }, ['pnl']],
    [{ filter: 'nothing has this' }, []],
    [{ faultsOnly: true }, ['pnl', 'exeq']],
  ])('%j leaves %j', (ui, ids) => {
    expect(idsOf(ui)).toEqual(ids)
  })

  it.each<[Partial<UiState>, string]>([
    [{ sort: 'name' }, 'bt-orchestrator'],
    [{ sort: 'name', sortInverted: true }, 'valkey'],
    [{ sort: 'mem' }, 'oms'],
    [{ sort: 'restarts' }, 'pnl'],
    [{ sort: 'p99' }, 'oms'],
  ])('%j puts %s first', (ui, id) => {
    expect(idsOf(ui)[0]).toBe(id)
  })
})

describe('market', () => {
  it('keeps symbols in one order and lists silent ones as faults', () => {
    const store = demoStore()
    expect(marketRows(lookAt(store)).map((row) => row.symbol)).toEqual(['ADAUSDT', 'BTCUSDT', 'ETHUSDT', 'SOLUSDT'])
    const atMs = START_MS + 55_000
    store.apply({ kind: 'tick', atMs, eventTimeMs: atMs, symbol: 'BTCUSDT', price: 1 })
    const look = lookAt(store, 57, { view: 'market', faultsOnly: true })
    expect(marketRows(look).map((row) => row.symbol)).toEqual(['ADAUSDT', 'ETHUSDT', 'SOLUSDT'])
  })
})

describe('OMS', () => {
  it.each<[number | null, number | undefined, string]>([
    [8.5, 10, '● 1.5 spare'],
    [10, 10, '● 0.00 spare'],
    [12, 10, '▲ +2.0 1.2x'],
    [249, 10, '▲ +239 25x'],
    [null, 10, 'no samples'],
    [8, undefined, 'no target'],
  ])('%s against %s is %j', (value, target, text) => {
    expect(gap(value, target).text).toBe(text)
  })

  it('shows dashes for an OMS without orders, and no gap while its figures are stale', () => {
    const store = emptyStore()
    const base = { kind: 'latency', service: 'oms', samples: 0, ordersPerSecond: null, rejects: null } as const
    store.apply({ ...base, atMs: START_MS, p50Ms: null, p99Ms: null, targetP50Ms: 10, targetP99Ms: 50 })
    expect(plainText(omsLines(lookAt(store, 1), 40)[0]!)).toContain('P50      – /10')
    expect(plainText(omsLines(lookAt(store, 30), 40)[0]!)).not.toContain('samples')
  })
})

describe('migration', () => {
  const migration = (statuses: StepStatus[]): ServiceMigration => ({
    id: 'risk',
    verdict: 'running',
    steps: STEP_IDS.map((id, index) => ({ id, status: statuses[index] ?? 'pending', durationMs: 1, evidence: [] })),
  })

  it.each<[StepStatus[], string, string, number]>([
    [[], 'none', 'copy', 0],
    [['done', 'running'], 'running', 'configure', 1],
    [['done', 'done', 'failed'], 'failed', 'rewrite', 2],
    [['done', 'inconclusive'], 'failed', 'configure', 1],
    [['done', 'undone'], 'open', 'configure', 1],
    [Array(10).fill('done'), 'done', '', 10],
  ])('%j is %s at %j', (statuses, phase, step, done) => {
    expect(migrationRow(migration(statuses))).toMatchObject({ phase, step, done })
  })

  it('lists every app, also the ones nothing was done for', () => {
    const rows = migrationRows(lookAt(demoStore()))
    expect(rows[0]).toMatchObject({ id: 'oms', phase: 'failed', detail: 'port 8099 is still bound by the twin' })
    expect(rows).toHaveLength(18)
    expect(migrationRows(lookAt(demoStore(), 50, { view: 'migration', faultsOnly: true }))).toHaveLength(1)
  })
})

describe('gates and alerts', () => {
  it('list failed gates first and those without a result as waiting', () => {
    const rows = gateRows(lookAt(demoStore()))
    expect(rows.map((row) => `${row.id} ${row.verdict}`).slice(0, 3)).toEqual([
      'critical fail',
      'task-04 inconclusive',
      'final waiting',
    ])
    expect(rows[0]?.worst?.id).toBe('oms.p99')
  })

  it('name all that is wrong now, worst first, and nothing from before', () => {
    const texts = alerts(lookAt(demoStore())).map((alert) => alert.text)
    expect(texts[0]).toMatch(/^pnl unhealthy/)
    expect(texts).toContain('gate critical failed')
    expect(texts.join()).not.toContain('nats')
  })

  it('name what is needed and was never started', () => {
    const store = emptyStore(['serving'])
    const services = demoStore().state.services!.value
    store.apply({ kind: 'services', atMs: START_MS, services })
    const look = lookAt(store, 1, { faultsOnly: true })
    expect(alerts(look).map((alert) => alert.text)).toContain('1 needed not started: serving')
    expect(serviceRows(look).map((row) => row.id)).toEqual(['pnl', 'exeq', 'serving'])
  })

  it('name a lost source with the time of its next try, and a silent one', () => {
    const store = demoStore(45)
    const look = lookAt(store, 45)
    expect(alerts(look).map((alert) => alert.text)).toContain('no nats retry 2s: connection refused')
    const later = alerts({ ...look, nowMs: look.nowMs + 5000 }).map((alert) => alert.text)
    expect(later).toContain('oms is silent')
  })
})
