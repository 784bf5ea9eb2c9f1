// The local runtime: services are detached processes of this host, known again by their records, logs are files.
// It holds no state of its own: every call reads what is, so any later command, or none, can take over.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '../../kit/assert.ts'
import type { Clock } from '../../kit/clock.ts'
import { isTradeError } from '../../model/errors.ts'
import type { ServiceId } from '../../model/ids.ts'
import type { EndpointMap } from '../../model/platform.ts'
import type { AskHealth, InstanceObserved, SupervisedRuntime } from '../../model/runtime.ts'
import { type EmbeddedService, observeEmbedded } from './embedded.ts'
import { adopt, type Launcher, type LaunchMoment, launch } from './launch.ts'
import { readLogs } from './logs.ts'
import { preflight } from './preflight.ts'
import { hostProcessTable } from './process-table.ts'
import { createRecordStore, type RecordStore, type RunRecord } from './record.ts'
import { lastLines } from './segments.ts'
import { findTree, isAlive, stopTree } from './tree.ts'

export interface LocalRuntimeOptions {
  /** Names this platform among others on the host: part of every process's marker. */
  platform: string
  /** The state folder. */
  state: string
  endpoints: EndpointMap
  embedded: EmbeddedService[]
  askHealth: AskHealth
  clock: Clock
  /** Called at each moment of a start; crash tests die here. */
  at?: (moment: LaunchMoment) => void
}

const DEFAULT_GRACE_MS = 10_000

export function createLocalRuntime(options: LocalRuntimeOptions): SupervisedRuntime {
  const { state, endpoints, embedded, askHealth, clock } = options
  const table = hostProcessTable()
  const records = createRecordStore(join(state, 'run'))
  const logs = join(state, 'logs')
  const marker = (service: ServiceId): string => `${options.platform}/${service}`
  const launcher: Launcher = { records, table, clock, logs, marker, ...(options.at ? { at: options.at } : {}) }

  const observeOne = async (service: ServiceId, probe: boolean): Promise<InstanceObserved> => {
    const record = records.read(service)
    const stand = embedded.find((entry) => entry.service === service)
    if (!record)
      return stand ? observeEmbedded(stand) : { service, state: 'absent', health: 'none', restarts: 0, ports: {} }
    const adopted = await adopt(service, launcher)
    if (!adopted) return observeDead(record)
    return observeLiving(adopted, probe)
  }

  const observeDead = (record: RunRecord): InstanceObserved => {
    const ending = record.identity && records.ending(record.spec.service, record.identity)
    const base = { ...describe(record), health: 'none' as const }
    if (record.note) return { ...base, ...record.note }
    return {
      ...base,
      state: 'exited',
      reason: whyDead(record),
      ...(ending ? { exitCode: ending.code, signal: ending.signal } : {}),
    }
  }

  const whyDead = (record: RunRecord): string => {
    if (record.stopping) return 'a stop was interrupted'
    if (!record.identity) return 'a start was interrupted before the process existed'
    if (record.identity.bootId !== table.bootId) return 'the machine was restarted'
    const ending = records.ending(record.spec.service, record.identity)
    const how = !ending ? 'ended' : ending.signal ? `killed by ${ending.signal}` : `exit code ${ending.code}`
    const last = lastLines(record.log, 1)[0]
    return last === undefined ? `${how}, wrote nothing` : `${how}, last line: ${last.slice(0, 300)}`
  }

  const observeLiving = async (record: RunRecord, probe: boolean): Promise<InstanceObserved> => {
    const base = { ...describe(record), pid: record.identity!.pid }
    if (!probe) return { ...base, state: 'running', health: 'unknown' }
    const answer = await ask(record)
    // Until the first good answer a young service is starting, whatever it says.
    const young = clock.nowMs() - record.startedAtMs < record.spec.health.startPeriodMs
    const starting = young && answer.health !== 'healthy' && answer.health !== 'degraded'
    if (starting) return { ...base, state: 'starting', health: 'starting', reason: answer.reason }
    return { ...base, state: 'running', ...answer }
  }

  const ask = ({ spec }: RunRecord): ReturnType<AskHealth> =>
    askHealth(spec.health.probe, { host: '127.0.0.1', ports: spec.ports, timeoutMs: spec.health.timeoutMs })

  const known = (): ServiceId[] => [
    ...new Set([...endpoints.keys(), ...records.services(), ...embedded.map(({ service }) => service)]),
  ]

  return {
    kind: 'local',
    endpoints: () => endpoints,
    hostEndpoints: () => endpoints,
    async observe({ probe = true, services = known() } = {}) {
      const instances = await Promise.all(services.map((service) => observeOne(service, probe)))
      return { atMs: clock.nowMs(), instances: new Map(instances.map((instance) => [instance.service, instance])) }
    },
    preflight: (specs) => preflight(specs, { table, marker }),
    async start(spec, { restarts = 0 } = {}) {
      return observeOne((await launch(spec, restarts, launcher)).spec.service, false)
    },
    async probe(service) {
      const record = records.read(service)
      if (record?.identity && isAlive(table, record.identity)) return ask(record)
      const { health, reason } = await observeOne(service, false)
      return { health, reason: reason ?? 'not running' }
    },
    async stop(service, { graceMs } = {}) {
      const record = records.read(service)
      if (record) noteStopping(records, record)
      const leader = record?.identity ? { leader: record.identity } : {}
      const grace = graceMs ?? record?.spec.stopGraceMs ?? DEFAULT_GRACE_MS
      await stopTree({ marker: marker(service), ...leader, graceMs: grace, table, clock })
      records.remove(service)
    },
    logs: (query, signal) => readLogs(query, { logs, clock, signal }),
    async startedSpecs() {
      return records.services().flatMap((service) => {
        const record = records.read(service)
        return record && !record.stopping ? [record.spec] : []
      })
    },
    async mark(service, note) {
      const record = records.read(service)
      if (record) records.write({ ...record, note })
    },
    async cleanup({ volumes }) {
      const alive = records.services().filter((service) => findTree(table, { marker: marker(service) }).length > 0)
      assert(alive.length === 0, `cleanup while ${alive.join(', ')} still run`)
      rmSync(join(state, 'run'), { recursive: true, force: true })
      if (volumes) removeData(state)
    },
  }
}

/** A note for whoever comes after a killed stop. A full disk must not keep anything from being stopped. */
function noteStopping(records: RecordStore, record: RunRecord): void {
  try {
    records.write({ ...record, stopping: true })
  } catch (error) {
    if (!isTradeError(error) || error.code !== 'DISK_FULL') throw error
  }
}

function describe({ spec, startedAtMs, restarts }: RunRecord): Omit<InstanceObserved, 'state' | 'health'> {
  const { service, digest, origin, ports } = spec
  return { service, digest, origin, ports, spec, restarts, startedAtMs }
}

/** Everything services wrote, and nothing of the journal, the evidence or the toolchain. */
function removeData(state: string): void {
  for (const name of ['data', 'lake', 'timeseries.sqlite', 'timeseries.sqlite-wal', 'timeseries.sqlite-shm'])
    rmSync(join(state, name), { recursive: true, force: true })
}
