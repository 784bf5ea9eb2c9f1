// Reads the log of a service since its start and counts lines that report an error.
import type { Answer } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { LogLine, LogQuery } from '../model/runtime.ts'

export type ReadLogs = (query: LogQuery, signal: AbortSignal) => AsyncIterable<LogLine>

const ERROR_LEVELS = new Set(['error', 'fatal', 'critical'])
const PINO_ERROR = 50

export async function askLogs(
  read: ReadLogs,
  { service, allow, sinceMs }: { service: ServiceId; allow: string[]; sinceMs: number },
  signal: AbortSignal,
): Promise<Answer> {
  const asked = `log of ${service}`
  const allowed = allow.map((source) => new RegExp(source))
  let [lines, errors] = [0, 0]
  let first: string | null = null
  try {
    for await (const { text } of read({ services: [service], follow: false, sinceMs }, signal)) {
      lines++
      if (!isError(text) || allowed.some((pattern) => pattern.test(text))) continue
      errors++
      first ??= text.slice(0, 300)
    }
  } catch (error) {
    return { kind: 'unavailable', asked, reason: (error as Error).message }
  }
  return { kind: 'answered', asked, value: { lines, errors, first } }
}

/** JSON lines by their level (word or pino number); other lines by an upper-case word, as loggers of all languages write it. */
export function isError(line: string): boolean {
  try {
    const level = (JSON.parse(line) as { level?: unknown } | null)?.level
    if (typeof level === 'number') return level >= PINO_ERROR
    if (typeof level === 'string') return ERROR_LEVELS.has(level.toLowerCase())
    return false
  } catch {
    return /\b(ERROR|FATAL|CRITICAL)\b|^Traceback \(most recent call last\)/.test(line)
  }
}
