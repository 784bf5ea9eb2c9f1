// What the tmux tests run: the built dashboard with the demo feed, behind the launcher exactly as the command has it.
// `--rate N` ticks a second; `--throw-after MS` makes the feed fail, `--no-launcher` runs it bare; the exit status is printed at the end.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const dist = new URL('../../../dist/src/tui/', import.meta.url)
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    'throw-after': { type: 'string' },
    ascii: { type: 'boolean', default: false },
  },
})

const { CHILD_MARK, runLauncher } = await import(new URL('launcher.js', dist).href)

async function child(): Promise<number> {
  const { runDashboard } = await import(new URL('run.js', dist).href)
  const { DEMO_PLATFORM, watchDemo } = await import(new URL('demo.js', dist).href)
  const clock = {
    now: () => Date.now(),
    every: (ms: number, run: () => void) => {
      const timer = setInterval(run, ms)
      return () => clearInterval(timer)
    },
    after: (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }
  const failAfter = values['throw-after']
  return runDashboard({
    watch: async (listener: never, signal: AbortSignal) => {
      const feeding = watchDemo(listener, signal, { clock, ticksPerSecond: Number(values.rate) })
      if (failAfter === undefined) return feeding
      await new Promise((resolve) => setTimeout(resolve, Number(failAfter)))
      throw new Error('the feed broke')
    },
    platform: DEMO_PLATFORM,
    stdin: process.stdin,
    stdout: process.stdout,
    env: process.env,
    clock,
    ascii: values.ascii,
  })
}

async function parent(): Promise<number> {
  const status = await runLauncher({
    command: [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  })
  console.log(`exit ${status}`)
  return status
}

try {
  process.exit(process.env[CHILD_MARK] ? await child() : await parent())
} catch (error) {
  console.error(`failed: ${error instanceof Error ? error.message : error}`)
  process.exit(70)
}
