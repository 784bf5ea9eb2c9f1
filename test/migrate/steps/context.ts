// The context of one service of the invented platform, for tests of single steps.
import { contextOf } from '../../../src/migrate/context.ts'
import type { StepContext } from '../../../src/migrate/steps/step.ts'
import { type MemoryDisk, memoryDisk } from '../../journal/memory-disk.ts'
import { depsOf, type World, world } from '../run/world.ts'

export async function craneContext(changes: Partial<World> = {}): Promise<StepContext & { disk: MemoryDisk }> {
  const disk = memoryDisk(['/p'])
  const deps = depsOf(world(disk, '/p', changes), 'r1')
  const service = deps.catalog.services.get('crane')!
  return { ...(await contextOf(service, await deps.source(service), [], deps)), disk }
}
