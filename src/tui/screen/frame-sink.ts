// The last stage before the terminal: one write per frame, none while the terminal is behind. A slow link loses frames, never time.
import { diffGrids } from './diff.ts'
import { type Grid, readFrame } from './grid.ts'

/** The part of a tty stream the sink needs. */
export interface SinkStream {
  write(data: string): boolean
  readonly writableNeedDrain: boolean
  once(event: 'drain', listener: () => void): unknown
}

export interface FrameSink {
  /** Shows a frame (lines joined by newlines), or remembers it until the terminal is ready again. */
  present(frame: string, cols: number, rows: number): void
  /** Forgets what the terminal holds: the next frame is written whole. */
  invalidate(): void
  /** Uses synchronized output from now on; only after the terminal said it knows it. */
  synchronize(): void
  readonly stats: { frames: number; bytes: number; skipped: number }
}

const BEGIN_SYNC = '\x1b[?2026h'
const END_SYNC = '\x1b[?2026l'

export function createFrameSink(stream: SinkStream): FrameSink {
  let shown: Grid | undefined
  let waiting: { frame: string; cols: number; rows: number } | undefined
  let synchronized = false
  let draining = false
  const stats = { frames: 0, bytes: 0, skipped: 0 }

  function present(frame: string, cols: number, rows: number): void {
    if (stream.writableNeedDrain) {
      // Only the newest frame is worth keeping; it goes out when the terminal has caught up.
      if (waiting) stats.skipped += 1
      waiting = { frame, cols, rows }
      if (!draining) {
        draining = true
        stream.once('drain', onDrain)
      }
      return
    }
    waiting = undefined
    const next = readFrame(frame, cols, rows)
    const bytes = diffGrids(shown, next)
    shown = next
    if (bytes === '') return
    stats.frames += 1
    stats.bytes += Buffer.byteLength(bytes)
    stream.write(synchronized ? `${BEGIN_SYNC}${bytes}${END_SYNC}` : bytes)
  }

  function onDrain(): void {
    draining = false
    if (waiting) present(waiting.frame, waiting.cols, waiting.rows)
  }

  return {
    present,
    invalidate() {
      shown = undefined
    },
    synchronize() {
      synchronized = true
    },
    stats,
  }
}
