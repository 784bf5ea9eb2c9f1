// What runs on this host, and how one of our processes is known again: pid + start time + boot, and a marker in its environment.
// On Linux all of it is read from /proc; elsewhere from `ps`.
import { readdirSync, readFileSync } from 'node:fs'
import { portableTable } from './process-table-ps.ts'

/** Variable that every started process carries: `<platform id>/<service>`. Children inherit it, however often they fork. */
export const MARKER = 'TRADE2026_RUN'

export interface ProcessEntry {
  pid: number
  parent: number
  group: number
  session: number
  /** Opaque; together with the pid and the boot it names one process for ever. */
  startTime: string
}

export interface ProcessTable {
  /** Changes with every boot: pids of another boot mean nothing. */
  readonly bootId: string
  /** Undefined when there is no such process, or only its zombie. */
  read(pid: number): ProcessEntry | undefined
  all(): ProcessEntry[]
  /** Value of the marker in a process's environment, if it has one and we may read it. */
  marker(pid: number): string | undefined
  commandLine(pid: number): string
}

export function hostProcessTable(): ProcessTable {
  return process.platform === 'linux' ? linuxTable() : portableTable()
}

export function linuxTable(): ProcessTable {
  return {
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    read: readStat,
    all: () => pids().flatMap((pid) => readStat(pid) ?? []),
    marker(pid) {
      const found = slurp(`/proc/${pid}/environ`)
        .split('\0')
        .find((entry) => entry.startsWith(`${MARKER}=`))
      return found?.slice(MARKER.length + 1)
    },
    commandLine: (pid) => slurp(`/proc/${pid}/cmdline`).split('\0').filter(Boolean).join(' '),
  }
}

function pids(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
}

function readStat(pid: number): ProcessEntry | undefined {
  return parseStat(pid, slurp(`/proc/${pid}/stat`))
}

/**
 * Undefined for a zombie: it holds no port and no file, only an exit code.
 * The command name stands in parentheses and may itself hold spaces and parentheses: fields count from the last one.
 */
export function parseStat(pid: number, text: string): ProcessEntry | undefined {
  const end = text.lastIndexOf(')')
  if (end < 0) return undefined
  const fields = text.slice(end + 2).split(' ')
  const [state, parent, group, session] = fields
  if (state === 'Z' || state === 'X') return undefined
  return { pid, parent: Number(parent), group: Number(group), session: Number(session), startTime: fields[19] ?? '' }
}

/** A process may end between listing and reading: that is an empty answer, not an error. */
function slurp(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
