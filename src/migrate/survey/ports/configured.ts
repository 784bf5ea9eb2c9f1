// Ports that settings and variables tell: frameworks' own keys, configuration in code, launchSettings, and plain `port` keys.
import { portOf, portsOf } from '../address.ts'
import type { Located } from '../launch/locate.ts'
import { codeLanguage } from '../mask.ts'
import { pathWords, type Setting } from '../settings.ts'
import type { Sources } from '../sources.ts'
import { evaluate, fromSetting, type PortValue, type Scope } from '../value.ts'
import { type PortDetail, RANK } from './claims.ts'
import type { Listening } from './code.ts'
import { CONFIG_FILES, type FrameworkPorts } from './frameworks.ts'
import { PLACES, type PortRole, roleOf } from './roles.ts'

export interface PortInput {
  sources: Sources
  id: string
  language: string
  entry: string
  /** Code and other files of the service, the entry first. */
  files: readonly string[]
  settings: readonly Setting[]
  /** Settings at the top of the tree: they hold for variables of a name that only one service reads. */
  distant: readonly Setting[]
  launches: readonly Located[]
}

export function fromFramework(
  { id, keys, variables, files }: FrameworkPorts,
  input: PortInput,
  settings: readonly Setting[],
): PortDetail[] {
  const found: PortDetail[] = []
  const roles = new Set<PortRole>([...keys, ...variables].map(([, role]) => role))
  for (const role of roles) {
    const told = fromVariables(
      variables.flatMap(([name, own]) => (own === role ? [name] : [])),
      role,
      { ...input, distant: [] },
      settings,
    )
    if (told) {
      found.push(told)
      continue
    }
    const fits = settings.filter(
      (one) => files.test(one.file) && keys.some(([path, own]) => own === role && path.test(keyOf(one))),
    )
    // Of several files of one setting the strongest stands first; Kestrel's endpoints are settings of their own.
    const first = fits.filter((one) => keyOf(one) === keyOf(fits[0]!)).slice(0, 1)
    for (const one of [
      ...first,
      ...fits.filter((other) => keyOf(other) !== keyOf(fits[0]!) && /^kestrel/.test(keyOf(other))),
    ]) {
      const value = fromSetting(one, { file: one.file, offset: 0 })
      const variable = fromVariables(value.variables, role, input, settings)
      const ports = value.port === undefined ? portsOf(one.value) : [value.port]
      if (variable) found.push(variable)
      else
        for (const port of ports)
          found.push({
            port,
            role,
            rank: RANK.configuration,
            why: `${id}: ${one.path.filter((key) => key !== '-').join('.')}`,
            evidence: `${one.file}:${one.line}`,
          })
    }
  }
  return found
}

function keyOf(one: Setting): string {
  return one.path
    .filter((key) => key !== '-')
    .join('.')
    .toLowerCase()
    .replaceAll(':', '.')
}

export function fromConfigFiles(input: PortInput, scope: Scope): PortDetail[] {
  return input.files.flatMap((file) => {
    const rule = CONFIG_FILES.find((one) => one.file.test(file))
    if (!rule) return launchSettings(file, input)
    const plain = (input.sources.text(file) ?? '').replaceAll(/<!--[\s\S]*?-->/g, (part) =>
      part.replaceAll(/[^\n]/g, ' '),
    )
    const code = codeLanguage(file) === undefined ? plain : input.sources.masked(file).code
    const match = rule.value.exec(code)
    const text = match?.[1] ?? match?.[2]
    if (match === null || text === undefined) return []
    const value: PortValue = evaluate({ text, file, offset: match.index }, scope)
    const told = fromVariables(value.variables, rule.role, input, scope.settings)
    if (told) return [told]
    return value.port === undefined
      ? []
      : [
          {
            port: value.port,
            role: rule.role,
            rank: RANK.configuration,
            why: rule.why,
            evidence: at(input.sources, file, match.index),
          },
        ]
  })
}

/** `launchSettings.json` holds for `dotnet run` only; without any launcher that is how the program is started. */
function launchSettings(file: string, { sources, launches, settings }: PortInput): PortDetail[] {
  if (!/(^|\/)launchSettings\.json$/.test(file)) return []
  const commands = launches.filter(({ launch }) => launch.kind !== 'dockerfile')
  const dotnetRun = commands.some(({ command }) => command?.framework === 'dotnet run')
  if (!dotnetRun && commands.length > 0) return []
  const urls = settings.filter(
    (one) => one.file === file && one.path.at(-1) === 'applicationUrl' && !one.path.some((key) => /iis/i.test(key)),
  )
  const plain = urls.flatMap((one) =>
    one.value
      .split(';')
      .filter((url) => !url.startsWith('https:'))
      .flatMap((url) => portOf(url) ?? [])
      .map((port) => ({ port, line: one.line })),
  )
  return plain.slice(0, 1).map(({ port, line }) => ({
    port,
    role: 'main' as const,
    rank: dotnetRun ? RANK.configuration : RANK.dockerfile,
    why: 'launchSettings.json of dotnet run',
    evidence: `${sources.hasFile(file) ? file : ''}:${line}`,
  }))
}

/** A variable set by a launcher, else by an environment file. */
export function fromVariables(
  names: readonly string[],
  role: PortRole,
  input: PortInput,
  settings: readonly Setting[],
): PortDetail | undefined {
  for (const name of names) {
    for (const { launch } of input.launches) {
      const port = portsOf(launch.environment[name] ?? '')[0]
      const rank = launch.kind === 'dockerfile' ? RANK.dockerfile : RANK.environment
      if (port !== undefined)
        return { port, role, rank, why: `${launch.kind}: ${name}`, evidence: `${launch.file}:${launch.line}` }
    }
    const isOwn = !/^(PORT|HTTP_PORT|SERVER_PORT|LISTEN_PORT|ADDR|BIND|LISTEN|APP_PORT|LISTEN_ADDR)$/.test(name)
    for (const one of [...settings, ...(isOwn ? input.distant : [])]) {
      if (one.path.length !== 1 || one.path[0] !== name || !isEnvironmentFile(one.file)) continue
      const port = portsOf(one.value)[0]
      if (port !== undefined)
        return { port, role, rank: RANK.configuration, why: name, evidence: `${one.file}:${one.line}` }
    }
  }
  return undefined
}

function isEnvironmentFile(file: string): boolean {
  return /(^|\/)\.(flask)?env(\.[\w.-]+)?$|\.env$/.test(file) && !/\.(example|sample|template|dist|test)$/.test(file)
}

/** `port`, `server.port`, `HTTP_PORT`, `depot.port`: words that mean this service and nobody else. */
export function fromConvention(
  input: PortInput,
  settings: readonly Setting[],
  listening: readonly Listening[],
): PortDetail[] {
  if (listening.length === 0 && input.launches.length === 0 && !/^(python|javascript|typescript)$/.test(input.language))
    return []
  const own = new Set(pathWords([input.id]))
  const found: PortDetail[] = []
  const fits = (words: readonly string[]): boolean =>
    words.at(-1) === 'port' && words.every((word) => word === 'port' || PLACES.test(word) || own.has(word))
  for (const one of settings) {
    if (/(^|\/)(package|tsconfig[\w.]*|launchSettings|composer)\.json$|compose[\w.-]*\.ya?ml$/.test(one.file)) continue
    if (one.path.length > 4) continue
    const port = fits(pathWords(one.path.slice(-2)))
      ? fromSetting(one, { file: one.file, offset: 0 }).port
      : listenAddress(one, own)
    if (port !== undefined && port >= 80)
      found.push({
        port,
        role: roleOf(one.path.join(' ')),
        rank: RANK.configuration,
        why: one.path.join('.'),
        evidence: `${one.file}:${one.line}`,
      })
  }
  for (const { launch } of input.launches)
    for (const [name, value] of Object.entries(launch.environment)) {
      const port = portOf(value)
      if (fits(pathWords([name])) && port !== undefined)
        found.push({
          port,
          role: roleOf(name),
          rank: launch.kind === 'dockerfile' ? RANK.dockerfile : RANK.environment,
          why: `${launch.kind}: ${name}`,
          evidence: `${launch.file}:${launch.line}`,
        })
    }
  return found
}

/** `listen: 127.0.0.1:8302`, `http.address: ":8080"`: an address of this host under a word of listening, all names its own. */
function listenAddress(one: Setting, own: ReadonlySet<string>): number | undefined {
  const words = pathWords(one.path)
  const last = words.at(-1) ?? ''
  if (
    !/^(listen|listener|bind|address|addr)$/.test(last) ||
    !words.every((word) => PLACES.test(word) || own.has(word) || word === last)
  )
    return undefined
  return /^(?:(?:tcp|http):\/\/)?(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\*|\+)?:\d{2,5}$/.test(
    one.value.trim(),
  )
    ? portOf(one.value)
    : undefined
}

export function at(sources: Sources, file: string, offset: number): string {
  return `${file}:${sources.line(file, offset)}`
}
