// Checked definitions become a catalog. Apart from the loader: definitions that are remembered need no parser.
import type { Catalog, Platform } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import { startLevels } from './levels.ts'

/** Definitions become a catalog: frozen, by name, in the order they may start. */
export function assembleCatalog(platform: Platform, definitions: readonly ServiceDefinition[]): Catalog {
  const services = new Map(definitions.map((definition) => [definition.id, deepFreeze(definition)]))
  return { platform, services, levels: startLevels(services) }
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
