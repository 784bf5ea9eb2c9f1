// Where a service's settings come from: a YAML file named by CONFIG_PATH and a few environment variables.
// The loopback defaults below are the host form of a service; the rewrite step of a migration turns them into service names.
import { readFileSync } from 'node:fs'
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { RefinementCtx, ZodType } from 'zod'
import { isLoopback } from './loopback.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A start failure the operator can fix: names the file, the key and what was expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export interface ServiceEnv {
  id: string
  /** 127.0.0.1 on a host, 0.0.0.0 in a container. */
  bindHost: string
  httpPort: number
  metricsPort: number
  natsUrl: string
  valkeyUrl: string
  timeseriesUrl: string
  lakeUrl: string
  dataDir: string
  logLevel: string
  version: string
  /** Base URLs of the services this one calls, by id: RISK_URL is `peers.risk`, LIVE_GATEWAY_URL `peers['live-gateway']`. */
  peers: Readonly<Record<string, string>>
}

const STORE_URLS = new Set(['NATS_URL', 'VALKEY_URL', 'TIMESERIES_URL', 'LAKE_URL'])

/**
 * The environment of a service, with host-form defaults. In a container (BIND_HOST=0.0.0.0) a loopback address is refused:
 * there it means the container itself, and a service that talks to nobody must not start (F32).
 * @example
 * serviceEnv({ SERVICE_ID: 'risk', HTTP_PORT: '8103' }).natsUrl // 'nats://127.0.0.1:4222'
 */
export function serviceEnv(env: Environment = process.env): ServiceEnv {
  const httpPort = port(env, 'HTTP_PORT', 8080)
  const bindHost = env.BIND_HOST ?? '127.0.0.1'
  const urls = {
    NATS_URL: env.NATS_URL ?? 'nats://127.0.0.1:4222',
    VALKEY_URL: env.VALKEY_URL ?? 'redis://127.0.0.1:6379',
    TIMESERIES_URL: env.TIMESERIES_URL ?? 'sqlite:./data/timeseries.sqlite',
    LAKE_URL: env.LAKE_URL ?? 'file:./data/lake',
  }
  const peers = peerUrls(env)
  if (bindHost === '0.0.0.0') refuseLoopback({ ...urls, ...peers }, 'environment')
  return {
    id: env.SERVICE_ID ?? 'service',
    bindHost,
    httpPort,
    metricsPort: port(env, 'METRICS_PORT', httpPort + 1000),
    natsUrl: urls.NATS_URL,
    valkeyUrl: urls.VALKEY_URL,
    timeseriesUrl: urls.TIMESERIES_URL,
    lakeUrl: urls.LAKE_URL,
    dataDir: env.DATA_DIR ?? './data',
    logLevel: env.LOG_LEVEL ?? 'INFO',
    version: env.SERVICE_VERSION ?? '0.1.0',
    peers,
  }
}

/**
 * Reads and checks the file CONFIG_PATH names. A missing file is a start failure, never a silent default (F13).
 * @example
 * const config = loadConfig(z.object({ mode: z.enum(['mock', 'exchange']) }))
 */
export function loadConfig<T>(schema: ZodType<T>, env: Environment = process.env): T {
  const path = env.CONFIG_PATH
  if (!path) throw new ConfigError('CONFIG_PATH: not set, expected the path of a YAML file')
  const text = readConfig(path)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const broken = document.errors[0]
  if (broken) throw new ConfigError(`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`)
  const value: unknown = document.toJS() ?? {}
  if (env.BIND_HOST === '0.0.0.0') refuseLoopback(value, path)
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => {
    const keys = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
    const line = lineOf(document.contents, keys, lines)
    return `${path}${line ? `:${line}` : ''}: ${keys.join('.') || '(root)'}: ${issue.message}`
  })
  throw new ConfigError(problems.join('\n'))
}

function readConfig(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'file not found' : (error as Error).message
    throw new ConfigError(`${path}: ${why} (named by CONFIG_PATH)`, { cause: error })
  }
}

/** `<PEER>_URL` variables, except those of the stores. */
function peerUrls(env: Environment): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) => {
    const match = /^([A-Z][A-Z0-9_]*)_URL$/.exec(name)
    if (!match?.[1] || !value || STORE_URLS.has(name)) return []
    return [[match[1].toLowerCase().replaceAll('_', '-'), value] as const]
  })
  return Object.fromEntries(entries)
}

function port(env: Environment, name: string, fallback: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65535) return value
  throw new ConfigError(`${name}: found "${text}", expected a port number`)
}

/** Throws on the first value at any depth that names the loopback interface. */
function refuseLoopback(value: unknown, where: string, keys: string[] = []): void {
  if (typeof value === 'string' && isLoopback(value))
    throw new ConfigError(
      `${where}: ${keys.join('.')}: found loopback address "${value}", expected a service name: with BIND_HOST=0.0.0.0 it would mean this container`,
    )
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) refuseLoopback(inner, where, [...keys, key])
}

/** Line of the deepest key of `keys` that is in the file. */
function lineOf(root: Node | null, keys: (string | number)[], lines: LineCounter): number | undefined {
  let node: unknown = root
  let line: number | undefined
  for (const key of keys) {
    const next = isMap(node)
      ? node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key))
      : undefined
    if (!next) break
    const range = isScalar(next.key) ? next.key.range : undefined
    if (range) line = lines.linePos(range[0]).line
    node = next.value
  }
  return line
}

/** For `superRefine`: every account names a profile that exists. */
export function checkProfiles(
  config: { accounts: Record<string, string>; profiles: Record<string, unknown> },
  context: RefinementCtx,
): void {
  for (const [account, profile] of Object.entries(config.accounts))
    if (!(profile in config.profiles))
      context.addIssue({
        code: 'custom',
        path: ['accounts', account],
        message: `found profile "${profile}", expected one of ${Object.keys(config.profiles).join(', ') || '(none)'}`,
      })
}
