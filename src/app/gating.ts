// Gates, wired: definitions from the platform, probes onto what this runtime runs.
import { setTimeout as delay } from 'node:timers/promises'
import { loadGates } from '../catalog/gates.ts'
import type { GateContext } from '../gates/context.ts'
import type { Recorded } from '../gates/equivalence.ts'
import { replay } from '../gates/replay.ts'
import { runGate, runSection } from '../gates/run.ts'
import type { Clock } from '../kit/clock.ts'
import { digestOf } from '../kit/digest.ts'
import { TradeError } from '../model/errors.ts'
import type { EventBody, OnProgress } from '../model/event.ts'
import type { Answer, GateDefinition, GateSection, HttpRequest } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { CheckResult, GateResult } from '../model/verdict.ts'
import { openLakeReader } from '../probes/lake.ts'
import { createProbes } from '../probes/probes.ts'
import { openStoreReader } from '../probes/store.ts'
import type { Running } from './control-plane.ts'
import type { Local } from './local.ts'
import { diskReader, fileReader } from './reader.ts'
import { readRecordings, record } from './recordings.ts'

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
  const recordingsOf = (service: ServiceId, section: GateSection): Recorded[] =>
    section === 'component' || section === 'integration' ? readRecordings(paths.root, service) : []

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
      const recorded = recordingsOf(service, section)
      if (!gate && recorded.length === 0) return []
      return withContext(
        signal,
        () => {},
        async (context) => {
          const checks = gate ? await runSection(gate, section, context) : []
          const ask = (request: Recorded['request']): Promise<Answer> =>
            context.probes.http(requestTo(service, request, context), signal)
          return [...checks, ...(await replay(recorded, catalog.services.get(service)!, ask))]
        },
      )
    },

    /** Keeps what the legacy service answers to the requests of its gate. */
    async record(service: ServiceId, from: string, signal: AbortSignal): Promise<{ file: string; replies: number }> {
      const gate = gates().get(service) ?? unknownGate(service, [...gates().keys()])
      return withContext(
        signal,
        () => {},
        ({ probes }) =>
          record(service, from, {
            root: paths.root,
            checks: gate.checks,
            ask: (request) => probes.http(request, signal),
          }),
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
      const checks =
        gates()
          .get(service)
          ?.checks.filter((check) => check.section === section) ?? []
      const recorded = recordingsOf(service, section)
      return digestOf(recorded.length === 0 ? checks : [checks, recorded])
    },
  }
}

/** Where the migrated service listens: the first of its ports. */
function requestTo(
  service: ServiceId,
  { method, path, headers = {}, body }: Recorded['request'],
  { endpoints }: GateContext,
): HttpRequest {
  const endpoint = endpoints.get(service)
  const url = `http://${endpoint?.host}:${Object.values(endpoint?.ports ?? {})[0]}${path}`
  return { method, url, headers, timeoutMs: 5000, ...(body === undefined ? {} : { body }) }
}

function unknownGate(name: string, known: string[]): never {
  throw new TradeError('GATE_UNKNOWN', `${name}: no such gate; expected one of ${known.join(', ')}`, {
    facts: { gate: name, known },
    hints: ['trade2026 gate --list'],
  })
}
