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

/** Field names that may hold a secret; their values never reach a line. */
const SECRET_FIELDS = ['password', 'secret', 'token', 'authorization', 'api_key', 'apiKey']

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
    redact: SECRET_FIELDS.map((name) => `fields.${name}`),
  }
  const lines = destination ? pino(options, destination) : pino(options)
  return logWith((at, message, fields) => lines[at](fields, message), {})
}

/** For pure tests and tools that must stay quiet. */
export const silentLog: Log = logWith(() => {}, {})

function logWith(write: (level: Level, message: string, fields: object) => void, bound: object): Log {
  const at = (level: Level) => (message: string, fields?: object) => write(level, message, withErrors(bound, fields))
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => logWith(write, { ...bound, ...fields }),
  }
}

/** An Error has no enumerable keys and would print as {}: keep its name, message and stack. */
function withErrors(bound: object, fields: object | undefined): object {
  const merged: Record<string, unknown> = { ...bound, ...fields }
  for (const [key, value] of Object.entries(merged)) {
    if (value instanceof Error) merged[key] = { name: value.name, message: value.message, stack: value.stack }
  }
  return merged
}
