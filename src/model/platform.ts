// A platform is a folder. These are its settings and the places inside it.
import type { ServiceId } from './ids.ts'
import type { ServiceDefinition } from './service.ts'

/** trade2026.yaml, validated. */
export interface PlatformSettings {
  name: string
  imagePrefix: string
  legacyRoot?: string
  defaultRuntime: 'auto' | 'local' | 'docker'
  lanes: Record<string, { network: string; subnet: string; gateway: string; bridge: string; ports: string }>
  local: { portOffset: number }
}

/** Absolute paths of everything the tool reads or writes. */
export interface PlatformPaths {
  /** Definitions: trade2026.yaml, services/, infra/, gates/, compose/. May be read-only. */
  root: string
  /** Output of migration: stack/<id>/ and stack/config/<id>/config.yaml. */
  stack: string
  /** .trade2026/ */
  state: string
  tracker: string
}

export interface Platform {
  settings: PlatformSettings
  paths: PlatformPaths
  /** True for the repository or package that ships with the tool. */
  bundled: boolean
  readOnly: boolean
}

export interface Catalog {
  platform: Platform
  services: ReadonlyMap<ServiceId, ServiceDefinition>
  /** Ids in start order: every hard need comes before its user; levels are groups that may start together. */
  levels: ServiceId[][]
}

/** Who listens where, as seen by a caller: in containers `nats:4222`, on the local runtime `127.0.0.1:<port>`. */
export type EndpointMap = ReadonlyMap<ServiceId, { host: string; ports: Record<string, number> }>
