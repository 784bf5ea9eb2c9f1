// The JetStream streams of the platform, made before any consumer (F01). Looking and making are apart, so that a plan can say
// what would change and a second run changes nothing.
import type { JetStreamManager, StreamConfig } from '@nats-io/jetstream'
import { closeSoon } from '../kit/within.ts'
import { TradeError } from '../model/errors.ts'
import type { StreamSpec } from '../model/service.ts'

/** One stream that is not as it should be. */
export interface StreamChange {
  name: string
  kind: 'create' | 'update'
  /** `max_age: 3600000000000, wanted 86400000000000`, one per differing field. */
  differences: string[]
}

/** What `ensureStreams` would do now; empty when all streams are exactly right. */
export function inspectStreams(natsUrl: string, specs: readonly StreamSpec[]): Promise<StreamChange[]> {
  return withManager(natsUrl, (manager) => compareAll(manager, specs))
}

/** Creates and updates streams until each has its exact configuration; says what it did. */
export function ensureStreams(natsUrl: string, specs: readonly StreamSpec[]): Promise<StreamChange[]> {
  return withManager(natsUrl, async (manager) => {
    const changes = await compareAll(manager, specs)
    for (const change of changes) {
      const spec = specs.find(({ name }) => name === change.name)!
      try {
        if (change.kind === 'create') await manager.streams.add(wantedConfig(spec))
        else await manager.streams.update(spec.name, wantedConfig(spec))
      } catch (error) {
        throw refused(natsUrl, change, error)
      }
    }
    return changes
  })
}

const NANOSECONDS_PER_MS = 1_000_000

type Wanted = Pick<
  StreamConfig,
  'name' | 'subjects' | 'retention' | 'storage' | 'discard' | 'max_age' | 'duplicate_window'
>

/** Ages are nanoseconds on the wire: the legacy creator sent another unit (F01). */
export function wantedConfig(spec: StreamSpec): Wanted {
  const maxAge = spec.maxAgeMs * NANOSECONDS_PER_MS
  return {
    name: spec.name,
    subjects: [...spec.subjects],
    retention: 'limits',
    storage: 'file',
    discard: 'old',
    max_age: maxAge,
    duplicate_window: (spec.duplicateWindowMs ?? 120_000) * NANOSECONDS_PER_MS,
  }
}

async function compareAll(manager: JetStreamManager, specs: readonly StreamSpec[]): Promise<StreamChange[]> {
  const changes: StreamChange[] = []
  for (const spec of specs) {
    const present = await currentConfig(manager, spec.name)
    if (!present) {
      changes.push({ name: spec.name, kind: 'create', differences: [] })
      continue
    }
    const differences = differ(present, wantedConfig(spec))
    if (differences.length > 0) changes.push({ name: spec.name, kind: 'update', differences })
  }
  return changes
}

export function differ(present: StreamConfig, wanted: Wanted): string[] {
  return (Object.keys(wanted) as (keyof Wanted)[]).flatMap((field) => {
    const [found, expected] = [present[field], wanted[field]].map((value) =>
      JSON.stringify(Array.isArray(value) ? [...value].sort() : value),
    )
    return found === expected ? [] : [`${field}: ${found}, wanted ${expected}`]
  })
}

const STREAM_NOT_FOUND = 10059

async function currentConfig(manager: JetStreamManager, name: string): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config
  } catch (error) {
    if ((error as { code?: number }).code === STREAM_NOT_FOUND) return undefined
    throw error
  }
}

function refused(natsUrl: string, { name, kind, differences }: StreamChange, error: unknown): TradeError {
  const what = differences.length > 0 ? ` (${differences.join('; ')})` : ''
  return new TradeError(
    'START_FAILED',
    `${natsUrl}: stream ${name}: ${kind} refused${what}: ${(error as Error).message}`,
    {
      facts: { stream: name, kind, differences },
      hints: ['trade2026 logs nats --tail 50'],
      cause: error,
    },
  )
}

async function withManager<T>(natsUrl: string, use: (manager: JetStreamManager) => Promise<T>): Promise<T> {
  // Loaded here: most commands never talk to the bus, and their start-up should not pay for it.
  const [{ connect }, { jetstreamManager }] = await Promise.all([
    import('@nats-io/transport-node'),
    import('@nats-io/jetstream'),
  ])
  const connection = await connect({ servers: natsUrl, name: 'trade2026', timeout: 5000, reconnect: false })
  try {
    return await use(await jetstreamManager(connection))
  } finally {
    await closeSoon(connection)
  }
}
