// The terminal as a borrowed thing: what is switched on when the dashboard takes it is switched off when it gives it back.

export interface TerminalStreams {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
}

const ENTER = [
  '\x1b[?1049h', // alternate screen
  '\x1b[?25l', // no cursor
  '\x1b[?7l', // no wrap: a disputed width must not push a row down
  '\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l', // mouse off: a broken ssh session may have left it on
].join('')

/** Puts back whatever the dashboard may have changed; harmless when it was never entered, save for the cursor's place. */
export const RESTORE = '\x1b[m\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?7h\x1b[?25h\x1b[?1049l'

/** Asks whether the terminal knows synchronized output (DECRQM); the answer comes back among the keys. */
const ASK_SYNC = '\x1b[?2026$p'
export const SYNC_MODE = 2026

export interface Terminal {
  enter(): void
  /** May be called any number of times, also while crashing. */
  leave(): void
  size(): { cols: number; rows: number }
}

export function createTerminal({ stdin, stdout }: TerminalStreams): Terminal {
  let entered = false
  return {
    enter() {
      entered = true
      // Off and on again: a shell that had the terminal in between changed what "on" was measured against.
      stdin.setRawMode(false)
      stdin.setRawMode(true)
      stdout.write(ENTER + ASK_SYNC)
    },
    leave() {
      if (!entered) return
      entered = false
      ignoringLoss(() => stdout.write(RESTORE))
      ignoringLoss(() => stdin.setRawMode(false))
    },
    size() {
      return { cols: stdout.columns || 80, rows: stdout.rows || 24 }
    },
  }
}

/** The terminal may be gone already (EIO): then there is nothing to give back. */
function ignoringLoss(run: () => void): void {
  try {
    run()
  } catch {
    // Nothing is left to restore.
  }
}
