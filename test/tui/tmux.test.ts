// The built dashboard in a real terminal: what is on the screen, and that the terminal is given back on every way out.
import { execFileSync } from 'node:child_process'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { demoCommand, openTmux, requireTmux, type Tmux } from './support/tmux.ts'

let tmux: Tmux

beforeAll(requireTmux)
afterEach(() => tmux.close())

const RESTORED = { alternate: false, cursor: true, wrap: true }

function start(cols: number, rows: number, ...flags: string[]): Tmux {
  tmux = openTmux(cols, rows)
  tmux.type(demoCommand(...flags))
  return tmux
}

/** Process ids of the launcher and of the dashboard below it. */
function processes(): { launcher: number; child: number } {
  const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match?.[3]?.includes('demo-dashboard.ts') && descendsFromUs(Number(match[1])))
    .map((match) => ({ pid: Number(match?.[1]), parent: Number(match?.[2]) }))
  const child = list.find((one) => list.some((other) => other.pid === one.parent))
  if (!child) throw new Error('the dashboard is not running below a launcher')
  return { launcher: child.parent, child: child.pid }
}

/** Other test runs may have dashboards open on this machine: ours is below the shell of our tmux server. */
function descendsFromUs(pid: number): boolean {
  const shell = tmux.shellPid()
  for (let at = pid; at > 1; ) {
    if (at === shell) return true
    at = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(at)], { encoding: 'utf8' }))
  }
  return false
}

/** The line settings a person needs to go on typing, and nothing of the dashboard left on. */
async function restored(): Promise<void> {
  await eventually(() => JSON.stringify(tmux.modes()) === JSON.stringify(RESTORED))
  tmux.type('stty -a | tr " ;" "\\n\\n" | grep -xE -- "-?(icanon|echo|isig|icrnl)" | sort | tr "\\n" " "; echo done')
  await tmux.sees(/^(?:# )?echo icanon icrnl isig done$/m)
}

it.each([
  [80, 24],
  [120, 40],
])('fills a terminal of %ix%i with the overview and quits on q', async (cols, rows) => {
  start(cols, rows)
  const screen = await tmux.sees(/BTCUSDT +[\d,.]+/)
  const lines = screen.trimEnd().split('\n')
  expect(lines).toHaveLength(rows)
  expect(lines[0]).toMatch(/^ demo {2}journal● local● nats● oms● .*\d\d:\d\d:\d\dZ$/)
  expect(lines.at(-1)).toMatch(/^ \? help {2}\/ filter/)
  expect(tmux.modes()).toMatchObject({ alternate: true, cursor: false })
  tmux.press('q')
  await tmux.sees(/^exit 0$/m)
  await restored()
})

it('answers keys: views, filter, unmapped keys', async () => {
  start(80, 24)
  await tmux.sees(/Services/)
  tmux.press('3')
  await tmux.sees(/SYMBOL +LAST +24H%/)
  tmux.press('x')
  await tmux.sees(/no action, \? for help/)
  await tmux.sees(/\? help {2}\/ filter/)
  tmux.press('1', '/', 's', 'i', 'n', 'k', 'Enter')
  const filtered = await tmux.sees(/6Gate .*\/sink/)
  expect(filtered).not.toMatch(/^valkey/m)
  tmux.press('Escape')
  await tmux.sees(/^valkey/m)
  tmux.press('?')
  await tmux.sees(/Esc closes/)
})

it('draws itself anew after every resize, and says what it needs where it does not fit', async () => {
  start(80, 24)
  await tmux.sees(/Services/)
  tmux.resize(50, 12)
  await tmux.sees(/too small \(need 60x15\)/)
  tmux.resize(120, 40)
  const screen = await tmux.sees(/PORT +PID/)
  expect(screen.trimEnd().split('\n')).toHaveLength(40)
  tmux.resize(80, 24)
  await tmux.sees(/^ \? help/m)
})

it('gives the terminal back on Ctrl-C, with the status of an interrupt', async () => {
  start(80, 24)
  await tmux.sees(/Services/)
  tmux.press('C-c')
  await tmux.sees(/^exit 130$/m)
  await restored()
})

it.each([
  ['SIGKILL', 137],
  ['SIGABRT', 134],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('gives the terminal back when the dashboard is ended by %s', async (signal, status) => {
  start(80, 24)
  await tmux.sees(/Services/)
  process.kill(processes().child, signal)
  await tmux.sees(new RegExp(`^exit ${status}$`, 'm'))
  await restored()
})

it('gives the terminal back when the launcher is killed', async () => {
  start(80, 24)
  await tmux.sees(/Services/)
  const { launcher, child } = processes()
  process.kill(launcher, 'SIGKILL')
  await eventually(() => {
    try {
      process.kill(child, 0)
      return false
    } catch {
      return true
    }
  })
  await restored()
})

it('shows the error after it gave the terminal back', async () => {
  start(80, 24, '--throw-after', '1500')
  await tmux.sees(/Services/)
  await tmux.sees(/^failed: the feed broke\nexit 70$/m)
  await restored()
})

it('stops on Ctrl-Z with the terminal usable, and comes back with fg', async () => {
  start(80, 24)
  await tmux.sees(/Services/)
  tmux.press('C-z')
  await tmux.sees(/Stopped|suspended/i)
  await restored()
  tmux.type('clear; fg')
  await tmux.sees(/Services[\s\S]*\? help/)
  expect(tmux.modes().alternate).toBe(true)
  tmux.press('q')
  await tmux.sees(/^exit 0$/m)
  await restored()
})
