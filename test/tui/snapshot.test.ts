import { describe, expect, it } from 'vitest'
import type { FeedListener } from '../../src/model/feed.ts'
import type { DashboardClock } from '../../src/tui/clock.ts'
import { DEMO_GATES, DEMO_SERVICES } from '../../src/tui/demo-data.ts'
import { snapshotOnce } from '../../src/tui/once.ts'
import { renderSnapshot } from '../../src/tui/snapshot.ts'
import { VIEW_IDS } from '../../src/tui/view-list.ts'
import { manualClock } from '../support/manual-clock.ts'
import { demoStore, emptyStore, START_MS } from './support/picture.ts'

const NOW_MS = START_MS + 49_400

describe('a snapshot', () => {
  it.each(VIEW_IDS)('of %s has no escape byte, no trailing blank and no line wider than asked', (view) => {
    for (const width of [80, 120, 200]) {
      const text = renderSnapshot(demoStore().state, { view, width, nowMs: NOW_MS })
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
      for (const line of text.split('\n')) {
        expect(line.length).toBeLessThanOrEqual(Math.max(width, healthLine(text).length))
        expect(line).toBe(line.trimEnd())
      }
    }
  })

  it('shows every service, however many there are, and says what is not healthy', () => {
    const text = renderSnapshot(demoStore().state, { view: 'overview', width: 80, nowMs: NOW_MS })
    for (const { id } of DEMO_SERVICES) expect(text).toMatch(new RegExp(`^${id} `, 'm'))
    expect(healthLine(text)).toBe('not healthy: pnl unhealthy, exeq degraded, ptrc starting')
  })

  it('is ASCII only where that is asked', () => {
    const text = renderSnapshot(demoStore().state, { view: 'overview', width: 80, nowMs: NOW_MS, ascii: true })
    expect(text).toMatch(/^[\x20-\x7e\n]*$/)
  })
})

const healthLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? ''

describe('one snapshot', () => {
  const platform = { platform: 'demo', gateNames: DEMO_GATES.map((gate) => gate.name), needed: new Set(['oms']) }
  const clockOf = () => {
    const manual = manualClock(START_MS)
    const clock: DashboardClock = { now: manual.nowMs, every: manual.every, after: manual.after }
    return { manual, clock }
  }
  const base = { view: 'overview', width: 80, platform } as const
  const healthy = DEMO_SERVICES.filter((service) => service.health === 'healthy')

  it('is taken as soon as every source has answered, and health is the exit code', async () => {
    const { clock } = clockOf()
    let stopped: AbortSignal | undefined
    const watch = async (listener: FeedListener, signal: AbortSignal) => {
      stopped = signal
      const store = demoStore(1).state
      const atMs = START_MS
      listener({ kind: 'services', atMs, services: healthy })
      listener({ kind: 'migration', atMs, state: store.migration!.value })
      listener({ kind: 'gates', atMs, results: [] })
      listener({ kind: 'source', atMs, source: 'oms', up: false, detail: 'refused' })
      listener({ kind: 'source', atMs, source: 'nats', up: false, detail: 'refused' })
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    }
    const result = await snapshotOnce({ ...base, watch, clock })
    expect(result.exit).toBe(0)
    expect(healthLine(result.text)).toBe('healthy')
    expect(stopped?.aborted).toBe(true)
  })

  it('comes after two seconds when nothing answers, and that is not healthy', async () => {
    const { manual, clock } = clockOf()
    const taken = snapshotOnce({ ...base, watch: () => new Promise(() => {}), clock })
    await manual.advance(1999)
    expect(await Promise.race([taken, Promise.resolve('waiting')])).toBe('waiting')
    await manual.advance(1)
    const result = await taken
    expect(result.exit).toBe(1)
    expect(healthLine(result.text)).toBe('not healthy: no service was heard from, oms not reported')
  })

  it('reports a feed that breaks', async () => {
    const { clock } = clockOf()
    const watch = () => Promise.reject(new Error('broken'))
    await expect(snapshotOnce({ ...base, watch, clock })).rejects.toThrow('broken')
  })
})

it('an empty platform makes a snapshot as well', () => {
  expect(renderSnapshot(emptyStore().state, { view: 'overview', width: 20, nowMs: NOW_MS })).toContain('connecting')
})
