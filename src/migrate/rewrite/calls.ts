// What a call does with a value, told from its name: what languages share. What each of them adds is in vocabulary/.
import type { Context } from './model.ts'
import { clientNamed, means } from './vocabulary/vocabularies.ts'

/** Calls that hand the value on unchanged in meaning: the walk outward goes through them. */
export function isTransparent(name: string): boolean {
  return (
    means('transparent', name) ||
    /\.(format|strip|rstrip|lstrip|trim|trimEnd|split|encode|replace|replaceAll|join|concat|toString|lower|toLowerCase|as_posix)$/.test(
      name,
    )
  )
}

export function isLogging(name: string): boolean {
  if (means('logging', name)) return true
  const last = lastWord(name)
  if (/^(print|pprint|say|echo|puts|warn|die|fail|log|debug|info)$/.test(name)) return true
  return (
    /^(debug|info|warn|warning|error|exception|critical|fatal|trace|log|notice|success)(f|v|w|ln)?$/i.test(last) &&
    /(^|[._]|get_?)(log|logger|logging|_log|_logger|lg|console|reporter|ui|app_log|audit)s?(\(.*\))?$/i.test(
      owner(name),
    )
  )
}

/** Compared, matched or looked up. */
export function isQuestion(name: string): boolean {
  return (
    means('question', name) ||
    /\.(startswith|endswith|startsWith|endsWith|includes|indexOf|match|matchAll|test|has|search|fullmatch|findall|count|index|equals|__eq__|issubset|isdisjoint)$/.test(
      name,
    ) ||
    /^(assert\w*|expect)$/.test(name)
  )
}

/** Asked of a collection: `LOCAL_HOSTS.has(host)`. */
export function isMembership(name: string): boolean {
  return means('membership', name) || /\.(has|includes|indexOf|index|count|contains|some|every)$/.test(name)
}

/** Starts to listen. */
export function isBind(name: string): boolean {
  if (means('bind', name)) return true
  const last = lastWord(name)
  if (
    /^(listen|bind|bindAsync|serve|serve_forever|start_server|create_server|createServer|run_app|run_simple|make_server|TCPSite|add_insecure_port|add_secure_port|start_http_server|runserver|listen_and_serve|start_wsgi_server)$/i.test(
      last,
    )
  )
    return !/(socket\.io|nats|redis|amqp|consume)/i.test(owner(name))
  if (
    /(HTTPServer|TCPServer|UDPServer|WSGIServer|WebSocketServer|ThreadingServer|XMLRPCServer|WebSocket\.Server)$/.test(
      name,
    )
  )
    return true
  return (
    name === 'run' ||
    (last === 'run' &&
      /(^|\.)(app|application|server|uvicorn|hypercorn|web|bottle|waitress|api|flask|sanic|socketio)(\(.*\))?$/i.test(
        owner(name),
      ))
  )
}

/** The call that starts to listen at the value, if one does: its own, or the one that takes the pair of host and port. */
export function bindingCall({ call }: Context): string | undefined {
  return [call?.name, call?.into].find((name) => name !== undefined && isBind(name))
}

/** Takes numbers only: a service name in its place fails at run time. */
export function isNumericAddress(name: string): boolean {
  return /(^|[.:])(IPAddress\.(Try)?Parse|IPEndPoint\.(Try)?Parse|ParseIP|(Must)?ParseAddr(Port)?|inet_aton|inet_pton|Ip(v4|v6)?Addr::from_str)$/.test(
    name,
  )
}

/** `new InetSocketAddress(h, p)`: an address, not yet what it is for. */
export function isPairing(name: string): boolean {
  return means('pairing', name)
}

/** Asks somebody: `curl`, `web.get(8290, "localhost", "/ping")`. */
export function isRequest(name: string): boolean {
  return means('asks', name) || /(^|\.)(get|head|options|request|fetch|urlopen|connect|createConnection)$/.test(name)
}

/** Debug and admin listeners stay on loopback: opening them to a network would be a hole, not a migration. */
export function isPrivateListener(name: string): boolean {
  return /(^|[._-])(debug|debugger|debugpy|admin|management|actuator|pprof|inspect|inspector|ptvsd|pydevd|remote_?pdb|rpdb|jmx|profil\w*|console|backdoor|(instance|pid)_?lock|single_?instance)([._-]|$)|^lock$/i.test(
    name.replaceAll(/([a-z])([A-Z])/g, '$1_$2'),
  )
}

/** The variable a call reads, if it reads the environment: `os.getenv("X", …)`, `env.str("X", default=…)`. */
export function readsEnvironment(name: string): boolean {
  return (
    means('environment', name) ||
    /^(get_?|read_?|load_?|require_?|from_?|optional_?|string_?)?env(ironment)?(_?(or|str|string|var|variable|default|url|int|number|get|value))*$/i.test(
      lastWord(name),
    ) ||
    /(^|\.)env(iron)?\.(str|string|url|int|get|list|path|number|default)$/i.test(name)
  )
}

export function isVariableName(text: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(text)
}

/** Client libraries and what they dial; their default ports are in schemes.ts. */
export function clientOf(name: string): string | undefined {
  const known = clientNamed(name)
  if (known !== undefined) return known
  if (/redis|valkey|aioredis/i.test(name)) return 'redis'
  if (/(^|\.)nats(\.|$)|nats\.?connect|NatsClient|NATS\b/i.test(name)) return 'nats'
  if (/psycopg|asyncpg|pg\.(Pool|Client)|postgres/i.test(name)) return 'postgres'
  if (/clickhouse/i.test(name)) return 'clickhouse'
  if (/opensearch|elasticsearch/i.test(name)) return 'opensearch'
  if (/questdb|ilp/i.test(name)) return 'questdb'
  if (/kafka/i.test(name)) return 'kafka'
  if (/amqp|pika|kombu|rabbit/i.test(name)) return 'amqp'
  if (/mongo/i.test(name)) return 'mongodb'
  if (/mysql|mariadb/i.test(name)) return 'mysql'
  if (/boto|s3|minio/i.test(name)) return 's3'
  return undefined
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function owner(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(0, dot)
}
