// The dashboard's feed: services, bus ticks, OMS figures and the journal, each watched on its own, so that one that is down
// never keeps another waiting. Nothing here throws for a source that does not answer; it says so and asks again.
import type { FeedListener } from '../model/feed.ts'
import type { RuntimeKind } from '../model/ids.ts'
import type { PsService } from '../model/report.ts'
import type { MigrationState } from '../model/state.ts'
import { type FeedClock, pause } from './feed/clock.ts'
import { createOmsReader, type OmsTargets } from './feed/oms.ts'
import { poll } from './feed/poll.ts'
import { happenedBetween } from './feed/progress.ts'
import { tickOf } from './feed/tick.ts'
import { watchTicks } from './feed/ticks.ts'

export type { FeedClock } from './feed/clock.ts'

export interface FeedOptions {
  runtime: RuntimeKind
  clock: FeedClock
  /** One look at all services, ControlPlane.ps() for example. */
  services(): Promise<PsService[]>
  /** The fold of the journal. */
  state(): MigrationState | Promise<MigrationState>
  /** Addresses as this tool reaches them; absent = the platform has no such service here. */
  natsUrl?: string
  gatewayUrl?: string
  omsUrl?: string
  omsTargets?: OmsTargets
  /** GET, parsed as JSON; rejects on anything but 200 and after the timeout. */
  fetchJson?(url: string, timeoutMs: number): Promise<unknown>
}

export interface Feed {
  /** Feeds until the signal aborts; never rejects for a source that is down. */
  watch(listener: FeedListener, signal: AbortSignal): Promise<void>
}

const SECOND_MS = 1000
const TIMEOUT_MS = 1500

export function createFeed(options: FeedOptions): Feed {
  return {
    async watch(listener, signal) {
      const watches = [watchServices(options, listener, signal), watchJournal(options, listener, signal)]
      if (options.omsUrl) watches.push(watchOms(options, options.omsUrl, listener, signal))
      watches.push(watchMarket(options, listener, signal))
      await Promise.all(watches)
    },
  }
}

function watchServices({ runtime, clock, services }: FeedOptions, listener: FeedListener, signal: AbortSignal) {
  const ask = async () => {
    const found = await services()
    listener({ kind: 'services', atMs: clock.now(), services: found })
  }
  return poll({ source: runtime, intervalMs: SECOND_MS, clock, listener, signal, ask })
}

function watchJournal({ clock, state }: FeedOptions, listener: FeedListener, signal: AbortSignal): Promise<void> {
  let before: MigrationState | undefined
  const ask = async () => {
    const now = await state()
    const atMs = clock.now()
    if (before) for (const event of happenedBetween(before, now, atMs)) listener(event)
    before = now
    listener({ kind: 'migration', atMs, state: now })
    listener({ kind: 'gates', atMs, results: Object.values(now.gates).map((gate) => gate.result) })
  }
  return poll({ source: 'journal', intervalMs: SECOND_MS, clock, listener, signal, ask })
}

function watchOms(options: FeedOptions, url: string, listener: FeedListener, signal: AbortSignal): Promise<void> {
  const { clock, omsTargets = {}, fetchJson = getJson } = options
  const reader = createOmsReader(omsTargets)
  const ask = async () => {
    const stats = await fetchJson(`${url}/stats`, TIMEOUT_MS)
    listener(reader.read(stats, clock.now()))
  }
  return poll({ source: 'oms', intervalMs: SECOND_MS, clock, listener, signal, ask })
}

/** Prices from the bus. The gateway knows the day's change and volume as well, and every price while the bus is away. */
async function watchMarket(options: FeedOptions, listener: FeedListener, signal: AbortSignal): Promise<void> {
  const { clock, natsUrl, gatewayUrl, fetchJson = getJson } = options
  let busUp = false
  const watches: Promise<void>[] = []
  if (natsUrl) {
    const onState = (up: boolean) => {
      busUp = up
    }
    watches.push(watchTicks({ url: natsUrl, clock, listener, signal, onState }))
  }
  if (gatewayUrl) {
    const ask = async () => {
      const tickers = await fetchJson(`${gatewayUrl}/tickers`, TIMEOUT_MS)
      for (const entry of Array.isArray(tickers) ? tickers : []) {
        const tick = tickOf(entry, clock.now())
        // While the bus is up these ticks were counted there.
        if (tick) listener(busUp ? { ...tick, folded: 0 } : tick)
      }
    }
    watches.push(poll({ source: 'gateway', intervalMs: SECOND_MS, clock, listener, signal, ask }))
  }
  if (watches.length === 0) await untilAborted(clock, signal)
  await Promise.all(watches)
}

async function untilAborted(clock: FeedClock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await pause(clock, 60_000, signal)
}

async function getJson(url: string, timeoutMs: number): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`GET ${url}: ${response.status}, expected 200`)
  return response.json()
}
