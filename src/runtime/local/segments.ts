// Log files of a service: one segment per start, `logs/<service>/<start-ms>.log`, opened for the child in append mode, so
// that no line ever passes through a pipe of ours. Rotation happens between starts only.
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const KEPT_SEGMENTS = 10

export interface Segment {
  path: string
  startedMs: number
}

/** Segments of a service, oldest first. */
export function segmentsOf(logs: string, service: string): Segment[] {
  const folder = join(logs, service)
  return namesIn(folder)
    .flatMap((name) => {
      const startedMs = /^(\d+)\.log$/.exec(name)?.[1]
      return startedMs === undefined ? [] : [{ path: join(folder, name), startedMs: Number(startedMs) }]
    })
    .sort((a, b) => a.startedMs - b.startedMs)
}

/** Opens a new segment for a start; two starts within one millisecond get two files. */
export function openSegment(logs: string, service: string, nowMs: number): { path: string; descriptor: number } {
  const existing = segmentsOf(logs, service)
  for (const old of existing.slice(0, Math.max(0, existing.length + 1 - KEPT_SEGMENTS)))
    rmSync(old.path, { force: true })
  const startedMs = Math.max(nowMs, (existing.at(-1)?.startedMs ?? 0) + 1)
  mkdirSync(join(logs, service), { recursive: true })
  const path = join(logs, service, `${startedMs}.log`)
  return { path, descriptor: openSync(path, 'a', 0o640) }
}

const TAIL_BYTES = 64 * 1024

/** The last lines of a file, without reading more than its end. */
export function lastLines(path: string, count: number): string[] {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch {
    return []
  }
  try {
    const size = statSync(path).size
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES))
    const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
    const lines = buffer.subarray(0, read).toString('utf8').split('\n')
    // The first piece is cut off somewhere, unless it begins with the file.
    const whole = size > buffer.length ? lines.slice(1) : lines
    return whole.filter((line) => line.trim() !== '').slice(-count)
  } finally {
    closeSync(descriptor)
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
