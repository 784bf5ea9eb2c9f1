import { describe, expect, it } from 'vitest'
import type { FeedEvent } from '../../src/model/feed.ts'
import type { PsService } from '../../src/model/report.ts'
import { overallHealth, serviceLevel } from '../../src/tui/health.ts'
import { readSamples } from '../../src/tui/samples.ts'
import { emptyStore } from './support/picture.ts'

const service = (given: Partial<PsService> = {}): PsService => ({
  id: 'oms',
  kind: 'app',
  state: 'running',
  health: 'healthy',
  restarts: 0,
  uptimeSeconds: 10,
  ports: {},
  ...given,
})
const services = (atMs: number, ...list: PsService[]): FeedEvent => ({ kind: 'services', atMs, services: list })
const tick = (atMs: number, price: number, more: object = {}): FeedEvent => ({
  kind: 'tick',
  atMs,
  eventTimeMs: atMs,
  symbol: 'BTCUSDT',
  price,
  ...more,
})

describe('quotes', () => {
  it('keep the newest price; an older one only adds what it alone knows', () => {
    const store = emptyStore()
    store.apply(tick(2000, 10))
    store.apply(tick(2500, 9, { eventTimeMs: 1000, changePercent: 1.5, volume: 7 }))
    const quote = store.state.quotes.get('BTCUSDT')
    expect(quote).toMatchObject({ price: 10, atMs: 2000, changePercent: 1.5, volume: 7 })
    store.apply(tick(3000, 11))
    expect(store.state.quotes.get('BTCUSDT')).toMatchObject({ price: 11, atMs: 3000, changePercent: 1.5, volume: 7 })
  })

  it('a price told again is no news: it goes on ageing', () => {
    const store = emptyStore()
    store.apply(tick(2000, 10))
    store.apply(tick(9000, 10, { eventTimeMs: 2000 }))
    expect(store.state.quotes.get('BTCUSDT')?.atMs).toBe(2000)
    expect(readSamples(store.state.quotes.get('BTCUSDT')!.samples, 9500, 3)).toEqual([NaN, NaN, NaN])
  })

  it('are bounded, however many symbols there are', () => {
    const store = emptyStore()
    for (let index = 0; index < 5000; index += 1) store.apply(tick(1000, 1, { symbol: `S${index}` }))
    expect(store.state.quotes.size).toBe(500)
  })

  it('count every tick that one stands for, and how many were never drawn', () => {
    const store = emptyStore()
    store.apply(tick(1000, 1))
    store.drawn(1000)
    for (let index = 0; index < 10; index += 1) {
      store.apply(tick(1100 + index, index, { folded: 100 }))
    }
    store.drawn(2000)
    expect(store.state.conflation.factor).toBe(1000)
    store.apply(tick(2100, 1))
    expect(store.state.ticks).toMatchObject({ total: 1002, perSecond: 1001 })
  })
})

describe('events', () => {
  it('come from what changed between two looks at the services', () => {
    const store = emptyStore()
    store.apply(services(1000, service()))
    store.apply(services(2000, service({ health: 'unhealthy', reason: 'GET /health 503' })))
    store.apply(services(3000, service({ restarts: 1 })))
    store.apply(services(4000, service({ restarts: 1 })))
    expect(store.state.events.map((event) => [event.level, event.text])).toEqual([
      ['error', 'oms unhealthy: GET /health 503'],
      ['warn', 'oms restarted (1)'],
    ])
  })

  it('name a source that is lost and one that is back, once each', () => {
    const store = emptyStore()
    const source = (atMs: number, up: boolean): FeedEvent => ({
      kind: 'source',
      atMs,
      source: 'nats',
      up,
      detail: 'refused',
    })
    for (const [index, up] of [true, true, false, false, true].entries()) store.apply(source(index * 1000, up))
    expect(store.state.events.map((event) => event.text)).toEqual(['nats lost: refused', 'nats is back'])
    expect(store.state.sources.get('nats')?.sinceMs).toBe(4000)
  })

  it('are a bounded list', () => {
    const store = emptyStore()
    for (let index = 0; index < 1000; index += 1) {
      store.apply({ kind: 'event', atMs: index, level: 'info', text: String(index) })
    }
    expect(store.state.events).toHaveLength(200)
    expect(store.state.events.at(-1)?.text).toBe('999')
  })
})

describe('health', () => {
  it.each<[Partial<PsService>, string]>([
    [{}, 'ok'],
    [{ health: 'none' }, 'ok'],
    [{ health: 'degraded' }, 'warn'],
    [{ health: 'unhealthy' }, 'bad'],
    [{ health: 'unknown' }, 'unknown'],
    [{ state: 'embedded', health: 'none' }, 'ok'],
    [{ state: 'absent', health: 'none' }, 'idle'],
    [{ state: 'exited', health: 'none' }, 'bad'],
    [{ state: 'restarting' }, 'warn'],
    [{ state: 'starting' }, 'starting'],
  ])('%j is %s', (given, level) => {
    expect(serviceLevel(service(given))).toBe(level)
  })

  it.each<[string, PsService[] | undefined, string[]]>([
    ['nothing was heard', undefined, ['no service was heard from', 'oms not reported']],
    ['all needed are well', [service(), service({ id: 'pnl', state: 'absent' })], []],
    ['a needed one is absent', [service({ state: 'absent' })], ['oms absent']],
    [
      'one that nobody needs but that runs is sick',
      [service(), service({ id: 'pnl', health: 'unhealthy' })],
      ['pnl unhealthy'],
    ],
    [
      'worst comes first',
      [service({ health: 'degraded' }), service({ id: 'pnl', state: 'exited' })],
      ['pnl exited', 'oms degraded'],
    ],
  ])('%s', (_case, list, reasons) => {
    const store = emptyStore(['oms'])
    if (list) store.apply(services(1000, ...list))
    expect(overallHealth(store.state)).toMatchObject({ reasons, healthy: reasons.length === 0 })
  })

  it('counts what runs or ought to, not what nobody asked for', () => {
    const store = emptyStore(['oms', 'risk', 'gateway'])
    const idle = { state: 'absent', health: 'none' } as const
    store.apply(services(1000, service(), service({ id: 'risk', ...idle }), service({ id: 'serving', ...idle })))
    expect(overallHealth(store.state)).toMatchObject({ expected: 3, counts: { ok: 1, idle: 2 } })
  })
})
