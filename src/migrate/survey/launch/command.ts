// What a command line starts: language, framework, the thing to look for in the tree, and the ports among its words.
import { portOf, portsOf } from '../address.ts'
import { type PortRole, roleOf } from '../ports/roles.ts'
import { readRunner, type Started } from './runners.ts'

export interface Command extends Started {
  ports: { port: number; role: PortRole; word: string; flag?: string }[]
  /** From the runner on, without wrappers. */
  words: string[]
  isServer: boolean
}

/** Programs before the program. */
const WRAPPERS =
  /^(exec|nohup|sudo|doas|su|runuser|gosu|su-exec|chpst|setpriv|nice|ionice|chrt|taskset|numactl|stdbuf|unbuffer|timeout|xvfb-run|call|time|setsid|tini|dumb-init|catatonit|env|cross-env|dotenv|npx|bunx|poetry|pipenv|uv|uvx|bundle|pdm|hatch|rye|concurrently|wait-for-it|catchsegv|newrelic-admin|ddtrace-run|opentelemetry-instrument|cmd|bash|sh|dash|ash|zsh|ksh|pwsh|powershell|&|\.|source|start|dlx|pnpx)$/
const SHELLS = /^(bash|sh|dash|ash|zsh|ksh|su|runuser|cmd|pwsh|powershell)$/
/** Options of wrappers that take a value of their own. */
const VALUED: Readonly<Record<string, RegExp>> = {
  nice: /^(-n|--adjustment)$/,
  ionice: /^-[cnt]$/,
  stdbuf: /^-[ioe]$/,
  timeout: /^(-[ks]|--kill-after|--signal)$/,
  taskset: /^(-c|--cpu-list)$/,
}
const VALUED_ANYWHERE = /^(-u|--user|-g|--group|--env-file|-e|-f)$/
/** The user of `gosu app node x.js`; a time, a priority or a mask of processors. */
const NAMES_USER = /^(gosu|su-exec)$/
const MEASURE = /^(0x[\da-f]+|\d[\d.,-]*[smhd]?)$/i

/** Undefined where nothing is started that could be a service. */
export function readCommand(given: readonly string[]): Command | undefined {
  const all = unwrap(given)
  const runner = programName(all[0] ?? '')
  const rest = all.slice(1)
  if (runner === '') return undefined
  const seen = readRunner(runner, rest, all)
  if (!seen) return undefined
  return { isServer: false, ports: portsIn(all, runner), words: all, ...seen }
}

/** Takes wrappers and their options off, and opens `sh -c "…"`. */
function unwrap(given: readonly string[]): string[] {
  let all = [...given]
  for (let turn = 0; turn < 8 && all.length > 1; turn++) {
    const name = programName(all[0]!)
    if (!WRAPPERS.test(name)) break
    const opened = SHELLS.test(name) ? shellLine(all) : undefined
    if (opened === undefined && SHELLS.test(name) && name !== 'runuser') break
    all = opened ?? withoutOptions(all.slice(1), name)
  }
  return all
}

/** The words of `sh -c "…"`, `su -c "…" app`, `cmd /c …`: of several statements the last one stays. */
function shellLine(all: readonly string[]): string[] | undefined {
  const index = all.findIndex((word) => /^(-l?c|\/[ck]|-Command)$/i.test(word))
  const [first, ...more] = index < 0 ? [] : all.slice(index + 1)
  if (first === undefined) return undefined
  const line = more.length === 0 || first.includes(' ')
  const words = line
    ? first
        .split(/\s*(?:&&|;)\s*/)
        .at(-1)!
        .split(/\s+/)
    : [first, ...more]
  return words.filter((word) => word !== '')
}

function withoutOptions(words: readonly string[], wrapper: string): string[] {
  let rest = NAMES_USER.test(wrapper) ? words.slice(1) : [...words]
  while (/^(-|run$|exec$|--$|[A-Z_]+=)/.test(rest[0] ?? '') && rest.length > 1)
    rest = rest.slice(VALUED_ANYWHERE.test(rest[0]!) || VALUED[wrapper]?.test(rest[0]!) ? 2 : 1)
  return MEASURE.test(rest[0] ?? '') && rest.length > 1 ? rest.slice(1) : rest
}

function programName(word: string): string {
  return word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .replace(/\.(exe|cmd|bat|sh)$/i, '')
    .toLowerCase()
}

/** Words a flag may be made of to speak of the program's own port; `db-port` and `upstream-addr` speak of others. */
const OWN =
  /^(port|p|b|bind|l|listen|listening|addr|address|host|urls?|http|https|server|web|api|grpc|metrics?|prometheus|admin|management|debug|rest|main|d|dserver|dmanagement|dquarkus|dmicronaut|dktor|quarkus|micronaut|ktor|deployment|socket|insecure|s|tcp|ws|app|service)$/
const SAYS_PORT = /^(port|p|b|bind|l|listen|addr|address|urls?|s|socket)$/

function portsIn(all: readonly string[], runner: string): Command['ports'] {
  const found: Command['ports'] = []
  const add = (flag: string, value: string | undefined, word: string): void => {
    for (const port of portsOf(value ?? ''))
      found.push({ port, role: roleOf(flag), word, flag: flag.replace(/^-+/, '') })
  }
  for (const [index, word] of all.entries()) {
    if (index === 0) continue
    const long = /^(--?D?[A-Za-z][\w.-]*)(?:=(.*))?$/.exec(word)
    if (long) {
      const parts = long[1]!
        .toLowerCase()
        .split(/[^a-z]+/)
        .filter((one) => one !== '')
      // `-p` means a port to servers only; `-b` likewise.
      const short = /^-[pbls]$/i.test(long[1]!) && !takesPort(runner, all, long[1]!)
      if (!short && parts.length > 0 && parts.every((one) => OWN.test(one)) && parts.some((one) => SAYS_PORT.test(one)))
        add(long[1]!, long[2] ?? all[index + 1], word)
      const glued = /^-p(\d{2,5})$/.exec(word)
      if (glued && takesPort(runner, all, '-p')) add('-p', glued[1], word)
    } else {
      const told = positional(word, all[index - 1]!, index)
      if (told) add(told.flag, told.value, word)
    }
  }
  return found
}

/** `runserver 8000`, `PORT=8000`, and a bare number, which only code that reads its arguments takes for a port. */
function positional(word: string, before: string, index: number): { flag: string; value: string } | undefined {
  if (/^(runserver|http\.server)$/.test(before)) return { flag: 'port', value: String(portOf(word) ?? '') }
  if (/^PORT=\d+$/.test(word)) return { flag: 'PORT', value: word.slice(5) }
  return index > 1 && /^\d{2,5}$/.test(word) && !before.startsWith('-') ? { flag: 'argv', value: word } : undefined
}

function takesPort(runner: string, all: readonly string[], flag: string): boolean {
  if (flag === '-S') return /^php/.test(runner)
  if (/^(python|py)/.test(runner))
    return (
      all.some((word) => /^(flask|gunicorn|uvicorn|hypercorn|daphne|waitress)$/.test(word)) ||
      /\.py$/.test(all[1] ?? '')
    )
  if (flag === '-l') return /^(serve|node)$/.test(runner)
  if (flag === '-b') return /^(gunicorn|hypercorn|puma|rails)$/.test(runner) || !/^(ruby|rails)$/.test(runner)
  return !/^(dotnet|cargo|mvn|gradle|java|npm|php)$/.test(runner) || all.includes('--')
}
