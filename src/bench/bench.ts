// What a benchmark is, and what it needs of the world; `app/benching.ts` gives it.

import type { BenchMetric } from '../model/bench.ts'
import type { GateClock } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Floor } from './floor.ts'
import type { LegacyTree, TreeWishes } from './legacy-tree.ts'

export interface Bench {
  name: string
  title: string
  /** The load tests of the platform that it stands for (platform.md 5.4); they are names of it too. */
  covers: string[]
  /** Services that must be well. */
  needs: ServiceId[]
  run(world: BenchWorld, signal: AbortSignal): Promise<BenchMetric[]>
}

/** A finished process: how long it took from before its start to after its end, and what it said. */
export interface Ran {
  ms: number
  stdout: string
  /** The most memory it held, of the whole process. */
  peakMiB?: number
}

export interface BenchWorld {
  clock: GateClock
  /** Unique to this run: names accounts and orders. */
  run: string
  /** `trade2026 <args>` on this platform. Throws when it does not exit 0. */
  tool(args: readonly string[], signal: AbortSignal): Promise<Ran>
  /** The same, telling its peak memory as well. */
  weighed(args: readonly string[], signal: AbortSignal): Promise<Ran>
  legacyTree(wishes: TreeWishes): LegacyTree
  /** More work waits than the machine has cores: a time says little then. */
  isBusy(): boolean
  /** `node -e 0`. */
  bareNode(signal: AbortSignal): Promise<Ran>
  /** `http://host:port` of a service. */
  origin(service: ServiceId): string
  startFloor(mode: 'echo' | 'log'): Promise<Floor>
  /** Bytes of the journal: grows with every recorded change. */
  journalBytes(): number
  note(text: string): void
}
