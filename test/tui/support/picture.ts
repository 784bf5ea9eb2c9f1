// States and pictures for dashboard tests: the seeded demo played for some seconds, and a terminal emulator that shows what bytes do.
import { Terminal } from '@xterm/headless'
import { createDemo } from '../../../src/tui/demo.ts'
import { DEMO_GATES } from '../../../src/tui/demo-data.ts'
import type { Look } from '../../../src/tui/look.ts'
import { createStore, type Store } from '../../../src/tui/store.ts'
import { initialUi, type UiState } from '../../../src/tui/ui.ts'

export const START_MS = Date.UTC(2026, 9, 15, 12, 3, 0)

export function emptyStore(needed: string[] = []): Store {
  const gateNames = DEMO_GATES.map((gate) => gate.name)
  return createStore({ platform: 'demo', gateNames, needed: new Set(needed) })
}

/** The demo after `seconds`; the newest word is 400 ms old at `lookAt(seconds)`. */
export function demoStore(seconds = 50, seed = 7): Store {
  const store = emptyStore()
  const demo = createDemo(seed, START_MS)
  for (let second = 0; second < seconds; second += 1) {
    const atMs = START_MS + second * 1000
    for (const event of demo.second(atMs)) store.apply(event)
    for (const event of demo.ticks(atMs, 30)) store.apply(event)
  }
  return store
}

export function lookAt(store: Store, seconds = 50, ui: Partial<UiState> = {}): Look {
  return {
    state: store.state,
    ui: { ...initialUi(), ...ui },
    nowMs: START_MS + (seconds - 1) * 1000 + 400,
    interactive: true,
  }
}

export interface Screen {
  write(bytes: string): Promise<void>
  resize(cols: number, rows: number): void
  /** Every cell with its attributes, by row. */
  cells(): string[][]
  /** The characters only. */
  text(): string[]
}

export function openScreen(cols: number, rows: number): Screen {
  const terminal = new Terminal({ cols, rows, allowProposedApi: true })
  // As the dashboard leaves it: alternate screen, no wrap.
  terminal.write('\x1b[?1049h\x1b[?7l')
  const line = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)
  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    resize: (newCols, newRows) => terminal.resize(newCols, newRows),
    text: () =>
      Array.from({ length: terminal.rows }, (_, row) => line(row)?.translateToString(false, 0, terminal.cols) ?? ''),
    cells: () =>
      Array.from({ length: terminal.rows }, (_, row) =>
        Array.from({ length: terminal.cols }, (_, col) => {
          const cell = line(row)?.getCell(col)
          if (!cell) return '?'
          const flags = `${cell.isBold() ? 'b' : ''}${cell.isDim() ? 'd' : ''}${cell.isInverse() ? 'i' : ''}`
          return `${cell.getChars() || ' '}${flags}${cell.getFgColorMode()}:${cell.getFgColor()}`
        }),
      ),
  }
}
