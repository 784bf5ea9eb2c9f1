// The live dashboard on a terminal: feed → session → Ink → sink, keys back, and the terminal given back on every way out.
import { constants } from 'node:os'
import type { FeedListener } from '../model/feed.ts'
import type { DashboardClock } from './clock.ts'
import { createKeyParser, type Input } from './keys.ts'
import { createScheduler } from './scheduler.ts'
import { createFrameSink } from './screen/frame-sink.ts'
import { createInkRenderer } from './screen/ink-renderer.tsx'
import { createTerminal, SYNC_MODE } from './screen/terminal.ts'
import { createSession } from './session.ts'
import { createStore, type StoreOptions } from './store.ts'
import { colourDepth } from './theme.ts'
import type { Effect } from './ui.ts'
import type { ViewId } from './view-list.ts'

export interface DashboardOptions {
  /** ControlPlane.watch, or the demo's. */
  watch(listener: FeedListener, signal: AbortSignal): Promise<void>
  platform: StoreOptions
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  env: Record<string, string | undefined>
  clock: DashboardClock
  view?: ViewId
  ascii?: boolean
}

const ESC_PAUSE_MS = 25
const QUIT = 0
const INTERRUPTED = 130
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Runs until the operator or a signal ends it; resolves with the exit status. An error comes out after the terminal is restored. */
export async function runDashboard(options: DashboardOptions): Promise<number> {
  const { stdin, stdout, env, clock } = options
  const store = createStore(options.platform)
  const theme = { depth: colourDepth(env), ascii: options.ascii ?? false, attributes: true }
  const session = createSession({ store, theme, view: options.view, now: clock.now })
  const terminal = createTerminal({ stdin, stdout })
  const sink = createFrameSink(stdout)
  const renderer = createInkRenderer(sink)
  const ended = Promise.withResolvers<number>()
  const feed = new AbortController()
  const undo: (() => void)[] = []
  let shown: string[] = []
  let suspended = false

  function draw(cause: 'input' | 'data' | 'idle'): void {
    // Stopping takes a moment, and until then the screen is the shell's again.
    if (suspended) return
    const { cols, rows } = terminal.size()
    const next = session.rows(cols, rows)
    if (next.length === shown.length && next.every((row, index) => row === shown[index])) return
    shown = next
    if (cause === 'idle') renderer.patch(next, cols)
    else renderer.draw(next, cols)
  }

  function redraw(): void {
    shown = []
    sink.invalidate()
    draw('input')
  }

  /** Whatever throws here must first give the terminal back. */
  const guarded = (run: () => void) => () => {
    try {
      run()
    } catch (error) {
      ended.reject(error)
    }
  }

  const scheduler = createScheduler({
    clock,
    version: () => store.state.version,
    draw: (cause) => guarded(() => draw(cause))(),
  })

  function takeInput(input: Input): void {
    if (input.kind === 'report') {
      // 1 and 2: known, set or not. 0: unknown; 3 and 4 cannot be changed.
      if (input.mode === SYNC_MODE && (input.value === 1 || input.value === 2)) sink.synchronize()
      return
    }
    perform(session.press(input.key, terminal.size().rows))
    scheduler.input()
  }

  function perform(effect: Effect | undefined): void {
    if (effect === 'quit') ended.resolve(QUIT)
    else if (effect === 'interrupt') ended.resolve(INTERRUPTED)
    else if (effect === 'redraw') redraw()
    else if (effect === 'suspend') suspend()
  }

  function suspend(): void {
    suspended = true
    terminal.leave()
    // The whole group, as a terminal does it: the launcher and the shell's job stop with us.
    process.kill(0, 'SIGTSTP')
    // Where stopping is not possible (no job control) nobody will continue us: then go on by ourselves.
    clock.after(200, guarded(resume))
  }

  function resume(): void {
    if (!suspended) return
    suspended = false
    terminal.enter()
    redraw()
  }

  const on = (target: NodeJS.EventEmitter, event: string, listener: (...values: never[]) => void) => {
    target.on(event, listener as () => void)
    undo.push(() => target.off(event, listener as () => void))
  }

  try {
    for (const signal of SIGNALS) on(process, signal, () => ended.resolve(128 + constants.signals[signal]))
    on(process, 'SIGCONT', guarded(resume))
    on(process, 'uncaughtException', (error: never) => ended.reject(error))
    on(process, 'unhandledRejection', (error: never) => ended.reject(error))
    on(stdout, 'error', () => ended.resolve(128 + constants.signals.SIGHUP))
    on(stdin, 'error', () => ended.resolve(128 + constants.signals.SIGHUP))
    on(stdin, 'end', () => ended.resolve(128 + constants.signals.SIGHUP))
    on(stdout, 'resize', guarded(redraw))
    undo.push(readKeys(stdin, clock, (input) => guarded(() => takeInput(input))()))
    undo.push(watchParent(clock, () => ended.resolve(128 + constants.signals.SIGHUP)))
    terminal.enter()
    draw('input')
    options.watch(session.apply, feed.signal).catch((error: unknown) => ended.reject(error))
    return await ended.promise
  } finally {
    scheduler.stop()
    renderer.close()
    terminal.leave()
    feed.abort()
    for (const stop of undo.reverse()) stop()
    stdin.pause()
  }
}

function readKeys(stdin: NodeJS.ReadStream, clock: DashboardClock, take: (input: Input) => void): () => void {
  const parser = createKeyParser()
  let cancelFlush = () => {}
  const onData = (chunk: Buffer | string) => {
    cancelFlush()
    for (const input of parser.push(chunk.toString())) take(input)
    if (!parser.pending) return
    cancelFlush = clock.after(ESC_PAUSE_MS, () => {
      for (const input of parser.flush()) take(input)
    })
  }
  stdin.setEncoding('utf8')
  stdin.on('data', onData)
  return () => {
    cancelFlush()
    stdin.off('data', onData)
  }
}

/** A launcher that was killed leaves us with a terminal nobody owns: give it back and go. */
function watchParent(clock: DashboardClock, gone: () => void): () => void {
  const parent = process.ppid
  return clock.every(250, () => {
    if (process.ppid !== parent) gone()
  })
}
