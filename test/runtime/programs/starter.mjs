// The tool as a process of its own: starts one service on the local runtime and dies by SIGKILL at the moment it is told.
import { createClock } from '../../../src/kit/clock.ts'
import { createLocalRuntime } from '../../../src/runtime/local/local.ts'

const { platform, state, spec, dieAt } = JSON.parse(process.argv[2])
const runtime = createLocalRuntime({
  platform,
  state,
  endpoints: new Map(),
  embedded: [],
  askHealth: async () => ({ health: 'healthy', reason: 'not asked' }),
  clock: createClock(Date.now),
  at(moment) {
    if (moment === dieAt) process.kill(process.pid, 'SIGKILL')
  },
})
const { pid } = await runtime.start(spec)
process.stdout.write(`${pid}\n`)
