// Start levels: every hard need lies in an earlier level than its user. Soft needs never order a start.
import { layers } from '../kit/graph.ts'
import type { ServiceDefinition } from '../model/service.ts'

export function hardNeeds(definition: ServiceDefinition): string[] {
  return Object.entries(definition.needs)
    .filter(([, need]) => need === 'hard')
    .map(([id]) => id)
}

export function startLevels(services: ReadonlyMap<string, ServiceDefinition>): string[][] {
  return layers(new Map([...services].map(([id, definition]) => [id, new Set(hardNeeds(definition))])))
}

/** A service with everything it needs hard, directly or through others; order is not implied. */
export function withHardNeeds(ids: readonly string[], services: ReadonlyMap<string, ServiceDefinition>): Set<string> {
  const found = new Set<string>()
  const queue = [...ids]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const definition = services.get(id)
    if (!definition || found.has(id)) continue
    found.add(id)
    queue.push(...hardNeeds(definition))
  }
  return found
}
