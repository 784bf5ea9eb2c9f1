import { createLocalRuntime } from '../../../src/runtime/local/local.ts'
import { listenersOn } from '../../../src/runtime/local/ports.ts'
import { eventually } from '../../support/runtime.ts'
import { describeRuntimeContract } from '../contract.ts'
import { createLocalHarness } from './harness.ts'

describeRuntimeContract('local', async () => {
  const harness = createLocalHarness()
  const runtime = createLocalRuntime(harness.options)
  return {
    runtime,
    spec: harness.spec,
    async crash(service) {
      for (const pid of harness.processes(service)) process.kill(pid, 'SIGKILL')
    },
    async occupy(port) {
      const { pid } = await harness.occupy(port)
      await eventually(
        () => listenersOn([port]),
        (found) => found.length === 1,
      )
      return `pid ${pid} (`
    },
    dispose: harness.dispose,
  }
})
