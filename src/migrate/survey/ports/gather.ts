// The ports of one service: what launchers say, what settings say, what the code says, and the defaults, by precedence.
import { baseName } from '../../../kit/path.ts'
import { portOf } from '../address.ts'
import { codeLanguage } from '../mask.ts'
import type { Setting } from '../settings.ts'

import type { Scope } from '../value.ts'
import { type PortDetail, RANK, settled } from './claims.ts'
import { type Listening, listeningIn } from './code.ts'
import { at, fromConfigFiles, fromConvention, fromFramework, fromVariables, type PortInput } from './configured.ts'
import { FRAMEWORKS, type FrameworkPorts } from './frameworks.ts'
import { activeSettings } from './profile.ts'
import { fromServerFiles } from './server-files.ts'

export function portsOfService(input: PortInput): { details: PortDetail[]; notes: string[] } {
  const settings = activeSettings(input.settings, input.launches)
  const scope: Scope = {
    sources: input.sources,
    files: input.files.filter((file) => codeLanguage(file) !== undefined),
    settings,
  }
  const args = argumentsOf(input)
  const listening = runsAsModule(input) ? [] : scope.files.flatMap((file) => listeningIn(file, scope))
  const used = new Set<string>()
  const code = listening.flatMap((one) => fromCode(one, input, settings, args, used))
  const frameworks = FRAMEWORKS.filter((one) => one.languages.includes(family(input.language)) && shown(one, input))
  const configured = [
    ...frameworks.flatMap((one) => fromFramework(one, input, settings)),
    ...fromConfigFiles(input, scope),
    ...fromServerFiles(input),
  ]
  // A bare number is a port only to code that takes one from its arguments.
  const free = args.filter((one) => !used.has(one.word) && one.flag !== 'argv')
  const all = [...overridden([...code, ...configured], free), ...free.map(({ detail }) => detail)]
  const hasMain = (): boolean => all.some((one) => one.role === 'main' || one.role === 'grpc')
  if (!hasMain()) all.push(...fromConvention(input, settings, listening))
  if (!hasMain()) all.push(...fromDockerfile(input))
  if (!hasMain()) all.push(...fallbacks(input, frameworks))
  const zero = all.filter((one) => one.port === 0)
  const details = settled(all.filter((one) => one.port > 0))
  const notes = zero.map((one) => `${one.evidence} listens on port 0: the system chooses one`)
  if (details.length === 0 && listening.length > 0 && notes.length === 0)
    notes.push(
      `${at(input.sources, listening[0]!.callFile, listening[0]!.callOffset)} listens, on a port that no text tells`,
    )
  return { details, notes }
}

type Told = { detail: PortDetail; flag?: string; word: string }

/** Ports among the words of the most trusted launcher that tells any. */
function argumentsOf({ launches }: PortInput): Told[] {
  for (const { launch, command } of launches) {
    const evidence = `${launch.file}:${launch.line}`
    const rank = launch.kind === 'dockerfile' ? RANK.dockerfile : RANK.argument
    const words = command?.ports ?? []
    const beside =
      launch.kind === 'compose'
        ? (launch.published ?? []).map((one) => one.container)
        : launch.kind === 'dockerfile'
          ? []
          : (launch.ports ?? [])
    const told: Told[] = [
      ...words.map(({ port, role, word, flag }) => ({
        detail: { port, role, evidence, rank, why: `${launch.kind}: ${word}` },
        word,
        ...(flag === undefined ? {} : { flag }),
      })),
      // The first published port is the service's; what else it publishes stays beside it.
      ...(words.length > 0
        ? []
        : beside.map((port) => ({
            detail: { port, role: 'main' as const, evidence, rank, why: launch.kind },
            word: String(port),
          }))),
    ]
    if (told.length > 0) return told
  }
  return []
}

/** `gunicorn app:app`, `uvicorn app:app`, `flask run` import the module: its own `run` under the main guard is not reached. */
function runsAsModule({ launches, entry }: PortInput): boolean {
  const command = launches.find(({ launch }) => launch.kind !== 'dockerfile' || launches.length === 1)?.command
  return (
    entry.endsWith('.py') &&
    /^(uvicorn|gunicorn|hypercorn|flask|daphne|waitress-serve|waitress|granian)$/.test(command?.framework ?? '') &&
    command?.goal.kind !== 'file'
  )
}

function fromCode(
  one: Listening,
  input: PortInput,
  settings: readonly Setting[],
  args: readonly Told[],
  used: Set<string>,
): PortDetail[] {
  const argument = args.find(({ flag }) => flag !== undefined && one.flags.includes(flag.replace(/^D/, '')))
  if (argument) {
    used.add(argument.word)
    return [{ ...argument.detail, role: one.role }]
  }
  const told = fromVariables(one.variables, one.role, input, settings)
  if (told) return [told]
  if (one.port === undefined) return []
  const { role, why } = one
  if (one.setting)
    return [
      {
        port: one.port,
        role,
        rank: RANK.configuration,
        why: `${one.setting.path.join('.')}, ${why}`,
        evidence: `${one.setting.file}:${one.setting.line}`,
      },
    ]
  return [
    {
      port: one.port,
      role,
      rank: one.isDefault ? RANK.fallback : RANK.code,
      why: one.isDefault ? `default of ${why}` : why,
      evidence: at(input.sources, one.file, one.offset),
    },
  ]
}

function shown({ shows }: FrameworkPorts, { sources, files }: PortInput): boolean {
  return files.some(
    (file) => (codeLanguage(file) !== undefined || isBuildFile(file)) && shows.test(sources.text(file) ?? ''),
  )
}

function isBuildFile(file: string): boolean {
  return /(^|\/)(pom\.xml|build\.gradle(\.kts)?|build\.sbt|package\.json|Gemfile|Cargo\.toml)$|\.csproj$/.test(file)
}

/** A port told on the command line takes the place of the first one of its role that the code or a setting has. */
function overridden(claims: readonly PortDetail[], free: readonly Told[]): PortDetail[] {
  let kept = [...claims]
  for (const role of new Set(free.map(({ detail }) => detail.role))) {
    if (free.every(({ detail }) => detail.rank === RANK.dockerfile)) continue
    const told = free.filter(({ detail }) => detail.role === role)
    if (kept.some((one) => one.role === role && told.some(({ detail }) => detail.port === one.port))) continue
    const first = kept.find((one) => one.role === role)
    if (first) kept = kept.filter((one) => one !== first)
  }
  return kept
}

function fromDockerfile({ launches }: PortInput): PortDetail[] {
  return launches
    .filter(({ launch }) => launch.kind === 'dockerfile')
    .flatMap(({ launch }) =>
      (launch.ports ?? []).map((port) => ({
        port,
        role: 'main' as const,
        rank: RANK.dockerfile,
        why: 'EXPOSE',
        evidence: `${launch.file}:${launch.line}`,
      })),
    )
}

function fallbacks(
  { sources, files, launches, entry }: PortInput,
  frameworks: readonly FrameworkPorts[],
): PortDetail[] {
  const told = launches.find(({ command }) => command?.fallback !== undefined)
  if (told) {
    // Platforms that read Procfiles give gunicorn its port by PORT.
    const port = portOf(told.launch.environment.PORT ?? '') ?? told.command!.fallback!
    return [
      {
        port,
        role: 'main',
        rank: RANK.fallback,
        why: `default of ${told.command!.framework ?? 'the runner'}`,
        evidence: `${told.launch.file}:${told.launch.line}`,
      },
    ]
  }
  const own = frameworks.find(
    (one) => one.fallback && (!one.web || files.some((file) => one.web!.test(sources.text(file) ?? ''))),
  )
  return (own?.fallback ?? []).map(([port, role]) => ({
    port,
    role,
    rank: RANK.fallback,
    why: `default of ${own!.id}`,
    evidence: `${entry}:1`,
  }))
}

function family(language: string): string {
  return language === 'typescript' ? 'javascript' : language
}

/** Settings that hold for a service: everything below it but manifests of tools. */
export function speaksOfPorts(file: string): boolean {
  return !/(^|\/)(package-lock|tsconfig[\w.]*|composer|\.eslintrc|project\.assets|swagger|openapi)[\w.-]*\.(json|ya?ml)$/i.test(
    baseName(file),
  )
}
