// What the supervisor did, one JSON line each: `supervisor.jsonl`. The journal belongs to commands that hold the lock.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../kit/clock.ts'
import type { EventBody } from '../model/event.ts'

export type SupervisorEvent = EventBody & { at: string; pid: number }

export function createSupervisorLog(path: string, clock: Clock): (event: EventBody) => void {
  mkdirSync(dirname(path), { recursive: true })
  return (event) => {
    const entry: SupervisorEvent = { at: new Date(clock.nowMs()).toISOString(), pid: process.pid, ...event }
    // One short append is one write: lines of two writers never mix.
    appendFileSync(path, `${JSON.stringify(entry)}\n`)
  }
}

/** Every whole line; one that a killed supervisor left unfinished is passed over. */
export function readSupervisorLog(path: string): SupervisorEvent[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as SupervisorEvent]
      } catch {
        return []
      }
    })
}
