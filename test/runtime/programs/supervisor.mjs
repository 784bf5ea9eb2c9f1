// The supervisor as a process of its own, on a local runtime with real clock and lock.
import { acquireLock } from '../../../src/engine/lock.ts'
import { runSupervisor } from '../../../src/engine/supervise.ts'
import { createSupervisorLog } from '../../../src/engine/supervisor-log.ts'
import { createClock } from '../../../src/kit/clock.ts'
import { askHealth } from '../../../src/probes/health.ts'
import { createLocalRuntime } from '../../../src/runtime/local/local.ts'

const { platform, state } = JSON.parse(process.argv[2])
const clock = createClock(Date.now)
const holder = { who: 'test', pid: process.pid, host: 'here', command: 'trade2026 supervise', run: 'r', since: '' }
const lock = (subject) => acquireLock({ subject, holder, clock, patienceMs: () => 0 })
const controller = new AbortController()
process.on('SIGTERM', () => controller.abort())
await lock(`supervisor:${state}`).catch(() => process.exit(0))
await runSupervisor({
  runtime: createLocalRuntime({ platform, state, endpoints: new Map(), embedded: [], askHealth, clock }),
  needs: new Map(),
  clock,
  random: Math.random,
  tryLock: () => lock(`platform:${state}`).catch(() => undefined),
  onEvent: createSupervisorLog(`${state}/supervisor.jsonl`, clock),
  backoff: { baseMs: 20, capMs: 50 },
  signal: controller.signal,
})
process.exit(0)
