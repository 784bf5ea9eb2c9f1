import { createMemoryRuntime } from '../../../src/runtime/memory/memory.ts'
import { launchSpec, realClock } from '../../support/runtime.ts'
import { describeRuntimeContract, type Manners } from '../contract.ts'

let nextPort = 8000
describeRuntimeContract('memory', async () => {
  const runtime = createMemoryRuntime({ clock: realClock })
  const behaviours = {
    well: {},
    unwell: { answers: { health: 'unhealthy' as const, reason: '503' } },
    exits: { exitsWith: 3 },
    deaf: { ignoresTerm: true },
  }
  return {
    runtime,
    async spec(service: string, manners: Manners) {
      runtime.behave(service, behaviours[manners])
      return launchSpec(service, { ports: { http: nextPort++ } })
    },
    crash: async (service) => runtime.crash(service, 1),
    async occupy(port) {
      runtime.takePort(port, 'pid 77 (other)')
      return 'pid 77 (other)'
    },
    dispose: async () => {},
  }
})
