// Rows of text through Ink into the sink. Ink owns layout and commits; when and how bytes reach the terminal is ours.
import { PassThrough } from 'node:stream'
import { render } from 'ink'
import type { FrameSink } from './frame-sink.ts'
import { Screen } from './Screen.tsx'
import { createVirtualStdout } from './virtual-stdout.ts'

export interface Renderer {
  draw(rows: readonly string[], cols: number): void
  /** The same picture without a React commit, for the clock and the ages: the next `draw` brings Ink up to date. */
  patch(rows: readonly string[], cols: number): void
  close(): void
}

export function createInkRenderer(sink: FrameSink): Renderer {
  let size = { cols: 80, rows: 24 }
  let closed = false
  let committed = false
  const stdout = createVirtualStdout(size.cols, size.rows, (frame) => {
    // Unmounting commits an empty picture; the terminal is given back by then.
    if (closed) return
    committed = true
    sink.present(frame, size.cols, size.rows)
  })
  // Ink never reads keys here (keys.ts does), so its stdin is a stream nothing comes from.
  const stdin = new PassThrough() as unknown as NodeJS.ReadStream
  const ink = render(<Screen rows={[]} />, {
    stdout,
    stdin,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 0,
  })
  let failure: unknown
  ink.waitUntilExit().catch((error: unknown) => {
    failure = error
  })
  return {
    draw(rows, cols) {
      if (failure !== undefined) throw failure
      if (cols !== size.cols || rows.length !== size.rows) {
        size = { cols, rows: rows.length }
        // The old picture at the new size would be drawn by Ink first: the sink must not show it.
        closed = true
        stdout.setSize(cols, rows.length)
        closed = false
      }
      committed = false
      ink.rerender(<Screen rows={rows} />)
      // React owes no commit for rows it already has, but the terminal may hold something else by now.
      if (!committed) sink.present(rows.join('\n'), cols, rows.length)
    },
    patch(rows, cols) {
      sink.present(rows.join('\n'), cols, rows.length)
    },
    close() {
      closed = true
      ink.unmount()
    },
  }
}
