// Gates, wired: definitions from the platform, probes onto what this runtime runs.
import { setTimeout as delay } from 'node:timers/promises'
import { loadGates } from '../catalog/gates.ts'
import type { GateContext } from '../gates/context.ts'
import { runGate, runSection } from '../gates/run.ts'
import type { Clock } from '../kit/clock.ts'
import { digestOf } from '../kit/digest.ts'
import { TradeError } from '../model/errors.ts'
import type { EventBody, OnProgress } from '../model/event.ts'
import type { GateDefinition, GateSection } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { CheckResult, GateResult } from '../model/verdict.ts'
import { openLakeReader } from '../probes/lake.ts'
import { createProbes } from '../probes/probes.ts'
import { openStoreReader } from '../probes/store.ts'
import type { Running } from './control-plane.ts'
import type { Local } from './local.ts'
import { diskReader, fileReader } from './reader.ts'

export interface GatingDeps {
  catalog: Catalog
  local: Local
  clock: Clock
  run: string
}

export type Gating = ReturnType<typeof wireGates>

export function wireGates({ catalog, local, clock, run }: GatingDeps) {
  const { paths } = catalog.platform
  let loaded: ReadonlyMap<string, GateDefinition> | undefined
  const gates = (): ReadonlyMap<string, GateDefinition> => {
    loaded ??= loadGates(diskReader(paths.root), catalog.services)
    return loaded
  }
  const gateClock = {
    nowMs: clock.nowMs,
    monotonicMs: clock.monotonicMs,
    sleep: async (ms: number, signal: AbortSignal) => {
      await delay(ms, undefined, { signal }).catch(() => {})
    },
  }
  let runs = 0

  const withContext = async <T>(
    signal: AbortSignal,
    progress: OnProgress,
    act: (context: GateContext) => Promise<T>,
  ): Promise<T> => {
    const { runtime } = local
    const store = openStoreReader(`sqlite:${paths.state}/timeseries.sqlite`)
    const lake = openLakeReader(`file:${paths.state}/lake`)
    const probes = createProbes({
      endpoints: runtime.hostEndpoints(),
      observe: async (service) => (await runtime.observe({ services: [service] })).instances.get(service),
      logs: (query, stop) => runtime.logs(query, stop),
      ...(store === undefined ? {} : { store }),
      ...(lake === undefined ? {} : { lake }),
      readFile: fileReader(paths),
      clock: gateClock,
    })
    try {
      return await act({
        probes,
        clock: gateClock,
        signal,
        endpoints: runtime.hostEndpoints(),
        implemented: local.implemented,
        gates: gates(),
        run: { id: `${run}-${++runs}`, startedMs: clock.nowMs() },
        progress,
      })
    } finally {
      await probes.close()
    }
  }

  return {
    list: () => [...gates().values()].map(({ name, title, needs }) => ({ name, title, needs })),

    names: () => [...gates().keys()],

    async run(
      names: readonly string[],
      running: Running,
      record: (event: EventBody) => Promise<void>,
    ): Promise<GateResult[]> {
      const wanted = names.map((name) => gates().get(name) ?? unknownGate(name, [...gates().keys()]))
      const results: GateResult[] = []
      for (const gate of wanted) {
        const result = await withContext(running.signal, running.progress, (context) => runGate(gate, context))
        results.push(result)
        await record({ type: 'gate.finished', result })
      }
      return results
    },

    /** The checks of one section, for the steps of a migration; none when the service has no gate. */
    async section(service: ServiceId, section: GateSection, signal: AbortSignal): Promise<CheckResult[]> {
      const gate = gates().get(service)
      if (!gate) return []
      return withContext(
        signal,
        () => {},
        (context) => runSection(gate, section, context),
      )
    },

    /** Others that the checks of a section speak to. */
    sectionNeeds(service: ServiceId, section: GateSection): ServiceId[] {
      const checks =
        gates()
          .get(service)
          ?.checks.filter((check) => check.section === section) ?? []
      return [...new Set(checks.flatMap(({ needs }) => needs))].filter((id) => id !== service).sort()
    },

    sectionDigest(service: ServiceId, section: GateSection): string {
      return digestOf(
        gates()
          .get(service)
          ?.checks.filter((check) => check.section === section) ?? [],
      )
    },
  }
}

function unknownGate(name: string, known: string[]): never {
  throw new TradeError('GATE_UNKNOWN', `${name}: no such gate; expected one of ${known.join(', ')}`, {
    facts: { gate: name, known },
    hints: ['trade2026 gate --list'],
  })
}
