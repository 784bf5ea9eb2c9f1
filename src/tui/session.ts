// The dashboard without a terminal: keys and data in, painted rows out. `run.ts` connects it to a real one, tests to a fake.
import type { FeedEvent } from '../model/feed.ts'
import { renderFrame, rowIds } from './frame.ts'
import type { Look } from './look.ts'
import type { DashboardState, Store } from './store.ts'
import { paint, type Theme } from './theme.ts'
import { type Effect, initialUi, pressKey } from './ui.ts'
import type { ViewId } from './view-list.ts'

export interface SessionOptions {
  store: Store
  theme: Theme
  view?: ViewId
  now(): number
}

export interface Session {
  apply(event: FeedEvent): void
  /** Returns what the key asks of the world, if anything. */
  press(key: string, rows: number): Effect | undefined
  /** The picture of this moment, one painted text per row. */
  rows(cols: number, rows: number): string[]
}

export function createSession({ store, theme, view, now }: SessionOptions): Session {
  let ui = initialUi(view)
  /** While paused the picture is made from what was known then; collecting goes on in the store. */
  let held: { state: DashboardState; nowMs: number } | undefined

  function look(): Look {
    const { state, nowMs } = held ?? { state: store.state, nowMs: now() }
    return { state, ui, nowMs, interactive: true }
  }

  return {
    apply: (event) => store.apply(event),
    press(key, rows) {
      const result = pressKey(ui, key, { nowMs: now(), rowIds: rowIds(look()), pageRows: Math.max(1, rows - 8) })
      ui = result.ui
      if (ui.paused && !held) held = { state: structuredClone(store.state), nowMs: now() }
      if (!ui.paused) held = undefined
      return result.effect
    },
    rows(cols, rows) {
      const nowMs = now()
      const lines = renderFrame(look(), { cols, rows }, nowMs)
      store.drawn(nowMs)
      return lines.map((line) => paint(line, theme))
    },
  }
}
