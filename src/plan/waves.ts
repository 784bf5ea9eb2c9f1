// Waves P1…P5: what is migrated together, and inside a wave what has to come first. Pure.
import { layers } from '../kit/graph.ts'
import { type ServiceId, WAVES, type Wave } from '../model/ids.ts'
import type { ServiceDefinition } from '../model/service.ts'

export interface PlannedWave {
  wave: Wave
  /** In migration order: a service after the hard needs that are in the same wave, else by name. */
  services: ServiceId[]
}

/** Waves with at least one of the services, first wave first; infrastructure belongs to none. */
export function planWaves(definitions: Iterable<ServiceDefinition>): PlannedWave[] {
  const all = [...definitions]
  return WAVES.flatMap((wave) => {
    const members = all.filter((definition) => definition.wave === wave)
    return members.length === 0 ? [] : [{ wave, services: inOrder(members) }]
  })
}

function inOrder(members: ServiceDefinition[]): ServiceId[] {
  const graph = new Map(
    members.map(({ id, needs }) => [id, new Set(Object.keys(needs).filter((need) => needs[need] === 'hard'))]),
  )
  return layers(graph).flat()
}
