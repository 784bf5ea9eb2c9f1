// Structured log on stdout, one JSON object a line: time, level, service, message, fields.
import { type DestinationStream, pino } from 'pino'

/**
 * @example
 * const log = createLog('gateway', 'INFO')
 * log.info('bus connected', { url: 'nats://nats:4222' })
 */
export interface Log {
  debug(message: string, fields?: object): void
  info(message: string, fields?: object): void
  warn(message: string, fields?: object): void
  error(message: string, fields?: object): void
  /** A log whose lines all carry `fields`. */
  child(fields: object): Log
}

const LEVELS = { debug: 'debug', info: 'info', warn: 'warn', warning: 'warn', error: 'error' } as const
type Level = (typeof LEVELS)[keyof typeof LEVELS]

/** Field names that hold a secret, and URLs that carry one: their values never reach a line. */
const SECRET_FIELD = /^(?:password|passwd|secret|token|authorization|.*api[_-]?key)$/i
const URL_CREDENTIALS = /(:\/\/)[^\s/@]+@/g

/** Unknown levels mean info: a typo in LOG_LEVEL must not silence a service. */
export function createLog(service: string, level: string, destination?: DestinationStream): Log {
  const known: Record<string, Level> = LEVELS
  const options = {
    level: known[level.toLowerCase()] ?? 'info',
    base: { service },
    messageKey: 'message',
    nestedKey: 'fields',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const lines = destination ? pino(options, destination) : pino(options)
  return logWith((at, message, fields) => lines[at](fields, message), {})
}

/** For pure tests and tools that must stay quiet. */
export const silentLog: Log = logWith(() => {}, {})

function logWith(write: (level: Level, message: string, fields: object) => void, bound: object): Log {
  const at = (level: Level) => (message: string, fields?: object) =>
    write(level, message, printable({ ...bound, ...fields }))
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => logWith(write, { ...bound, ...fields }),
  }
}

function printable(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, SECRET_FIELD.test(key) ? '[redacted]' : plain(value)]),
  )
}

/** An Error has no enumerable keys and would print as {}: keep its name, message and stack. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(URL_CREDENTIALS, '$1[redacted]@')
  if (!(value instanceof Error)) return value
  return { name: value.name, message: plain(value.message), stack: plain(value.stack ?? '') }
}
