// What a gate run is given: probes, time, addresses, definitions. Nothing in this folder reaches for the world by itself.
import type { OnProgress } from '../model/event.ts'
import type { GateClock, GateDefinition, Json, Probes } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { EndpointMap } from '../model/platform.ts'
import type { GateResult, Verdict } from '../model/verdict.ts'

export interface GateContext {
  probes: Probes
  clock: GateClock
  signal: AbortSignal
  /** Addresses as this tool sees them. */
  endpoints: EndpointMap
  /** False for a service of the catalog that nobody has built or migrated yet. */
  implemented: (service: ServiceId) => boolean
  gates: ReadonlyMap<string, GateDefinition>
  /** `id` is unique per run, of letters, digits and hyphens only: it goes into subjects, order ids and the like. */
  run: { id: string; startedMs: number }
  progress: OnProgress
}

/** What checks of one gate leave for later ones. */
export interface GateMemory {
  gate: string
  saved: Map<string, Json>
  verdicts: Map<string, Verdict>
  /** State of processes when the gate began: restarts and memory are judged against it. */
  before: Map<ServiceId, { restarts: number; rssMb?: number; pid?: number }>
  /** Results of nested gates: each is run once. */
  nested: Map<string, GateResult>
}
