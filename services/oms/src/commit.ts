// The one way state changes: decide, apply, append to the log in one synchronous step; publish and project once it is durable.

import type { Effects, Ledger } from './ledger.ts'
import { encodeRecord, type LogRecord, type OutMessage } from './records.ts'
import type { WriteAheadLog } from './wal/log.ts'

export interface Committed {
  effects: Effects
  /** Nothing may leave before this resolves: no answer, no message, no acknowledgement. */
  durable: Promise<void>
}

export interface CommitOptions {
  ledger: Ledger
  log: Pick<WriteAheadLog, 'append' | 'barrier'>
  /** Called in order of lsn, once the record is durable. */
  publish: (lsn: number, messages: readonly OutMessage[]) => void
  project: (effects: Effects) => void
  alert: (message: string) => void
}

export type Commit = (record: LogRecord) => Committed

export function committer({ ledger, log, publish, project, alert }: CommitOptions): Commit {
  return (record) => {
    const effects = ledger.effectsOf(record)
    for (const message of effects.alerts) alert(message)
    // Nothing changed, nothing to keep: a second cancel, an illegal report. What it answers about must still be durable.
    if (isIdle(record, effects)) return { effects, durable: log.barrier() }
    ledger.apply(effects)
    const durable = log.append(effects.lsn, encodeRecord(record, effects.messages)).then(() => {
      publish(effects.lsn, effects.messages)
      project(effects)
    })
    return { effects, durable }
  }
}

function isIdle(record: LogRecord, { order, before }: Effects): boolean {
  return record.type === 'event' && (order === undefined || order === before)
}
