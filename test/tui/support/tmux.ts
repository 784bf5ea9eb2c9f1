// A real terminal for tests: tmux without a screen. Missing = a loud failure with the command that installs it.
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { eventually } from '../../support/eventually.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export interface Tmux {
  /** Types a line into the shell. */
  type(line: string): void
  /** Presses keys, as tmux names them. */
  press(...keys: string[]): void
  screen(): string
  /** Waits until the screen matches; fails with the last picture. */
  sees(pattern: RegExp): Promise<string>
  resize(cols: number, rows: number): void
  /** tmux's own knowledge of the terminal: alternate screen, cursor. */
  modes(): { alternate: boolean; cursor: boolean; wrap: boolean }
  shellPid(): number
  close(): void
}

export function requireTmux(): void {
  if (spawnSync('tmux', ['-V']).status === 0) return
  throw new Error('tmux is missing, the terminal tests need it: apt-get install -y tmux')
}

export function openTmux(cols: number, rows: number): Tmux {
  const socket = `trade2026-test-${process.pid}-${Math.random().toString(36).slice(2)}`
  // Ink and others fall silent under CI; NO_COLOR and a parent's tmux would change what is tested.
  const { CI: _ci, TMUX: _tmux, NO_COLOR: _noColor, CLICOLOR_FORCE: _force, ...env } = process.env
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], { encoding: 'utf8', cwd: ROOT, env })
  tmux('new-session', '-d', '-x', String(cols), '-y', String(rows), 'sh')
  const screen = () => tmux('capture-pane', '-p')
  return {
    type(line) {
      tmux('send-keys', '-l', line)
      tmux('send-keys', 'Enter')
    },
    press: (...keys) => void tmux('send-keys', ...keys),
    screen,
    async sees(pattern) {
      try {
        return await eventually(() => (pattern.test(screen()) ? screen() : undefined))
      } catch (cause) {
        throw new Error(`never saw ${pattern}; the screen is:\n${screen()}`, { cause })
      }
    },
    resize(newCols, newRows) {
      tmux('resize-window', '-x', String(newCols), '-y', String(newRows))
    },
    modes() {
      const [alternate, cursor, wrap] = tmux(
        'display-message',
        '-p',
        '#{alternate_on} #{cursor_flag} #{wrap_flag}',
      ).split(/\s+/)
      return { alternate: alternate === '1', cursor: cursor === '1', wrap: wrap === '1' }
    },
    shellPid: () => Number(tmux('display-message', '-p', '#{pane_pid}')),
    close() {
      spawnSync('tmux', ['-L', socket, 'kill-server'])
    },
  }
}

/** The shell line that starts the built dashboard with the demo feed. */
export function demoCommand(...flags: string[]): string {
  return [`'${process.execPath}'`, 'test/tui/support/demo-dashboard.ts', ...flags].join(' ')
}
