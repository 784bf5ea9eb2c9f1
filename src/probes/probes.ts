// All probes of a gate behind one interface, made from addresses and readers that are passed in.
import type {
  Answer,
  GateClock,
  Json,
  LakeReader,
  LoadQuestion,
  Probes,
  ProcessFacts,
  StoreReader,
} from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { EndpointMap } from '../model/platform.ts'
import type { InstanceObserved } from '../model/runtime.ts'
import { createHttpProbe, parsed } from './http.ts'
import { runLoad } from './load.ts'
import { askLogs, type ReadLogs } from './logs.ts'
import { createNatsProbe } from './nats.ts'
import { residentMb } from './process.ts'
import { createRedisProbe } from './redis.ts'

export interface ProbeSources {
  /** Addresses as this tool sees them. */
  endpoints: EndpointMap
  observe(service: ServiceId): Promise<InstanceObserved | undefined>
  logs: ReadLogs
  store?: StoreReader
  lake?: LakeReader
  /** Files of the platform, by path relative to its root; undefined = not there. */
  readFile(path: string): Promise<Uint8Array | undefined>
  clock: GateClock
}

const CONNECTIONS = 8
const STORE_LIMIT = 10_000

export function createProbes(sources: ProbeSources): Probes {
  const { endpoints, clock, store, lake } = sources
  const http = createHttpProbe({ connections: CONNECTIONS })
  const nats = createNatsProbe({ address: () => addressOf(endpoints, 'nats'), send: http.ask })
  const redis = createRedisProbe({ address: () => hostAndPort(endpoints, 'valkey') })
  return {
    http: http.ask,
    nats: nats.ask,
    redis: redis.ask,
    store: (question) => askStore(store, question),
    lake: ({ table }) => askLake(lake, table),
    process: (service) => facts(sources, service),
    logs: (question, signal) => askLogs(sources.logs, question, signal),
    file: ({ path }) => askFile(sources.readFile, path),
    load: (question, signal) => askLoad(question, clock, signal),
    close: async () => {
      await Promise.all([http.close(), nats.close(), redis.close()])
    },
  }
}

/** Load has connections of its own; requests beyond them wait in the queue, and that counts as latency. */
async function askLoad(question: LoadQuestion, clock: GateClock, signal: AbortSignal): ReturnType<Probes['load']> {
  const { shape } = question
  const http = createHttpProbe({ connections: shape.mode === 'open' ? shape.connections : shape.workers })
  try {
    return await runLoad(question, { send: http.ask, clock }, signal)
  } finally {
    await http.close()
  }
}

async function facts({ observe, clock }: ProbeSources, service: ServiceId): Promise<ProcessFacts | undefined> {
  const instance = await observe(service)
  if (instance === undefined) return undefined
  const { state, restarts, pid, startedAtMs, reason } = instance
  const rssMb = pid === undefined ? undefined : await residentMb(pid)
  return {
    state,
    restarts,
    ...(reason === undefined ? {} : { reason }),
    ...(pid === undefined ? {} : { pid }),
    ...(startedAtMs === undefined ? {} : { uptimeMs: clock.nowMs() - startedAtMs }),
    ...(rssMb === undefined ? {} : { rssMb }),
  }
}

async function askStore(
  store: StoreReader | undefined,
  { table, where, fromMs }: { table: string; where: Record<string, Json>; fromMs?: number },
): Promise<Answer> {
  const conditions = Object.entries(where).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
  const asked = [`table ${table}`, ...conditions].join(', ')
  if (!store) return { kind: 'unavailable', asked, reason: 'no time-series store is known' }
  try {
    const rows = await store.query(table, { where, ...(fromMs === undefined ? {} : { fromMs }), limit: STORE_LIMIT })
    if (rows === undefined) return { kind: 'unavailable', asked, reason: 'there is no such table yet' }
    return { kind: 'answered', asked, value: { rows: rows.length, newest: rows[0] ?? null } }
  } catch (error) {
    return { kind: 'unavailable', asked, reason: (error as Error).message }
  }
}

async function askLake(lake: LakeReader | undefined, table: string): Promise<Answer> {
  const asked = `lake table ${table}`
  if (!lake) return { kind: 'unavailable', asked, reason: 'no lake is known' }
  try {
    const found = await lake.table(table)
    if (found === undefined) return { kind: 'unavailable', asked, reason: 'there is no such table yet' }
    return { kind: 'answered', asked, value: { ...found, consistent: found.rows === found.numRecords } }
  } catch (error) {
    return { kind: 'refused', asked, reason: (error as Error).message }
  }
}

async function askFile(readFile: ProbeSources['readFile'], path: string): Promise<Answer> {
  try {
    const bytes = await readFile(path)
    if (bytes === undefined) return { kind: 'answered', asked: path, value: { exists: false } }
    const text = new TextDecoder().decode(bytes)
    return { kind: 'answered', asked: path, value: { exists: true, bytes: bytes.length, text, json: parsed(text) } }
  } catch (error) {
    return { kind: 'unavailable', asked: path, reason: (error as Error).message }
  }
}

function hostAndPort(endpoints: EndpointMap, service: ServiceId): { host: string; port: number } | undefined {
  const endpoint = endpoints.get(service)
  const port = endpoint?.ports.client
  return endpoint === undefined || port === undefined ? undefined : { host: endpoint.host, port }
}

function addressOf(endpoints: EndpointMap, service: ServiceId): string | undefined {
  const address = hostAndPort(endpoints, service)
  return address && `${address.host}:${address.port}`
}
