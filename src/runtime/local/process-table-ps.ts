// The process table where there is no /proc (macOS, BSD): `ps` says the same with whole seconds as start times.
import { execFileSync } from 'node:child_process'
import type { ProcessEntry, ProcessTable } from './process-table.ts'

const COLUMNS = 'pid=,ppid=,pgid=,sess=,state=,lstart='

export function portableTable(): ProcessTable {
  const list = (selection: string[]): ProcessEntry[] => ps([...selection, '-o', COLUMNS]).flatMap(parseLine)
  return {
    // No boot id without /proc: the start of process 1 is the start of the machine.
    bootId: list(['-p', '1'])[0]?.startTime ?? 'unknown',
    read: (pid) => list(['-p', String(pid)])[0],
    all: () => list(['-A']),
    marker: (pid) =>
      /(?:^|\s)TRADE2026_RUN=(\S+)/.exec(ps(['eww', '-o', 'command=', '-p', String(pid)]).join(' '))?.[1],
    commandLine: (pid) =>
      ps(['-o', 'command=', '-p', String(pid)])
        .join(' ')
        .trim(),
  }
}

export function parseLine(line: string): ProcessEntry[] {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.+?)\s*$/.exec(line)
  if (!match) return []
  const [, pid, parent, group, session, state, startTime] = match
  if (state?.startsWith('Z')) return []
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: Number(session) || Number(group),
      startTime: startTime ?? '',
    },
  ]
}

/** `ps` exits with 1 when it selects nothing: an empty list. */
function ps(args: string[]): string[] {
  try {
    return execFileSync('ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    })
      .split('\n')
      .filter(Boolean)
  } catch {
    return []
  }
}
