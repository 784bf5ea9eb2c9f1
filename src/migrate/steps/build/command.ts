// The start command on every runtime: addresses that launchers of the host name become placeholders, and servers that
// would listen on loopback, or on a port of their own choice, are told where to listen.
import { baseName } from '../../../kit/path.ts'
import type { ServiceDefinition } from '../../../model/service.ts'

const HOST = '${bind.host}'
const LOOPBACK = String.raw`localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\*|\+`
const BIND_FLAG =
  /^(-S|runserver|--host|--hostname|--bind|--bind-address|--address|--listen|--ip|-b|-H|-h|-o|--binding)$/

export function startCommand(command: readonly string[], definition: ServiceDefinition, hasBindFile = false): string[] {
  const literal = command.map((word) => word.replaceAll('${', () => '$${'))
  const placed = literal.map((word, at) => placedWord(word, literal[at - 1], definition))
  return hasBindFile ? placed : [...placed, ...missingBind(placed, definition)]
}

function placedWord(word: string, before: string | undefined, definition: ServiceDefinition): string {
  const name = (text: string): string | undefined => portName(Number(text), definition)
  // `127.0.0.1:8101`, `http://localhost:8101`, `--server.port=8101`: our own port wherever it stands as a whole number.
  const whole = new RegExp(String.raw`(?:\b|(?<=//|=|^))(${LOOPBACK})?(:|=|^)(\d{2,5})(?![\w.])`, 'g')
  const port = word.replace(whole, (all, host: string | undefined, sign: string, number: string) => {
    const own = name(number)
    if (own === undefined) return all
    return `${host === undefined ? '' : HOST}${sign}\${self.port.${own}}`
  })
  if (port !== word) return port
  const isBind = before !== undefined && BIND_FLAG.test(before)
  // What a server is told to listen on is the port of this service, whatever number the host had for it.
  const listen = new RegExp(`^(${LOOPBACK})?:(\\d+)$`).exec(word)
  if (isBind && listen) return `${HOST}:\${self.port.${mainPort(definition)}}`
  if (isBind && new RegExp(`^(${LOOPBACK}|::1)$`).test(word)) return HOST
  return word.replace(
    new RegExp(String.raw`^(--(?:host|hostname|bind-address|address|server\.address)=)(${LOOPBACK})$`),
    `$1${HOST}`,
  )
}

/** Which of the service's ports a number of the legacy host means. */
function portName(port: number, definition: ServiceDefinition): string | undefined {
  const { legacy, ports } = definition
  if (legacy.metricsPorts.includes(port) && ports.metrics !== undefined) return 'metrics'
  const main = mainPort(definition)
  if (legacy.ports[0] === port) return main
  return (
    Object.entries(ports).find(([, number]) => number === port)?.[0] ?? (legacy.ports.includes(port) ? main : undefined)
  )
}

function mainPort({ ports, health }: ServiceDefinition): string {
  return ports.http === undefined ? (health.probe.port ?? Object.keys(ports)[0] ?? 'http') : 'http'
}

/** Their default is loopback, or a port that nobody was told of. */
const SERVERS: [RegExp, RegExp, string[]][] = [
  [/^(gunicorn|hypercorn)$/, /^(-b|--bind)/, ['--bind', `${HOST}:\${self.port.http}`]],
  [/^uvicorn$/, /^--(host|uds|fd)/, ['--host', HOST]],
  [/^uvicorn$/, /^--(port|uds|fd)/, ['--port', '${self.port.http}']],
  [/^flask$/, /^(-h|--host)/, ['--host', HOST]],
  [/^flask$/, /^(-p|--port)/, ['--port', '${self.port.http}']],
  [/^(runserver)$/, /^[\w.*[\]:$]*\d$|\$\{self\.port/, [`${HOST}:\${self.port.http}`]],
  [/^next$/, /^(-p|--port)/, ['-p', '${self.port.http}']],
  [/^rails$/, /^(-b|--binding)/, ['-b', HOST]],
  [/^rails$/, /^(-p|--port)/, ['-p', '${self.port.http}']],
]

function missingBind(words: readonly string[], { ports }: ServiceDefinition): string[] {
  if (ports.http === undefined) return []
  const names = words.map(baseName)
  return SERVERS.flatMap(([program, given, added]) => {
    const at = names.findIndex((name) => program.test(name))
    const isServer = at !== -1 && (at <= 3 || names[at] === 'runserver')
    return isServer && !words.slice(at + 1).some((word) => given.test(word)) ? added : []
  })
}
