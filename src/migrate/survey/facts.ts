// What else a survey tells of a service: variables it reads, its health route, dependencies, locks, data folders and the
// names (never the values) of its secrets.
import { baseName } from '../../kit/path.ts'
import { isTestFile } from '../rewrite/language.ts'
import { isLockFile, isManifest } from './entries.ts'
import { codeLanguage } from './mask.ts'
import { isSettingsFile, type Setting } from './settings.ts'
import type { Sources } from './sources.ts'

import { READS_VARIABLE } from './value.ts'

export interface ServiceFacts {
  environment: string[]
  healthPath?: string
  manifests: string[]
  lockFiles: string[]
  configuration: string[]
  secrets: string[]
  dataFolders: string[]
  dependencies: number
  hasTests: boolean
}

const HEALTH =
  /["'`](\/(?:[\w-]+\/){0,2}(?:health\w*|healthcheck|health-check|ready\w*|live\w*|ping|up|status|heartbeat|alive)(?:\/(?:live|ready))?)["'`]/i
const SETTING_HEALTH = /(^|\/)(application(-\w+)?)\.(properties|ya?ml)$/
const SECRET =
  /(^|[_.-])(password|passwd|pwd|secret|token|api_?key|private_?key|access_?key|credentials?|client_?secret)s?$/i

/** `files`: root-relative paths of the service's own files. */
export function factsOf(
  files: readonly string[],
  path: string,
  settings: readonly Setting[],
  sources: Sources,
): ServiceFacts {
  const environment = new Set<string>()
  const dataFolders = new Set<string>()
  let health: string | undefined
  let dependencies = 0
  const relative = (file: string): string =>
    path === '' ? file : file.startsWith(`${path}/`) ? file.slice(path.length + 1) : file
  for (const file of files) {
    const text = sources.text(file)
    if (text === undefined) continue
    dependencies += dependenciesIn(file, text)
    if (isTestFile(file) || codeLanguage(file) === undefined) continue
    if (!/env|Env|ENV|config|get|health|ready|alive|ping|"\/up|'\/up|status/.test(text)) continue
    const { code } = sources.masked(file)
    for (const match of code.matchAll(READS_VARIABLE)) if (match[1] !== 'UNNAMED_') environment.add(match[1]!)
    for (const match of code.matchAll(
      /["'`](\.{0,2}\/?(?:[\w-]+\/)*(?:data|storage|uploads|var|db|snapshots?|archive|spool|exports?|inbox|outbox))(?:\/[^"'`]*)?["'`]/g,
    ))
      if (!match[1]!.startsWith('/api')) dataFolders.add(match[1]!)
    health ??= healthIn(code)
  }
  for (const one of settings) {
    for (const match of one.value.matchAll(/\$\{\??([A-Z][A-Z0-9_]*)\b/g)) environment.add(match[1]!)
  }
  health ??= actuatorPath(files, settings, sources)
  return {
    environment: [...environment].sort(),
    ...(health === undefined ? {} : { healthPath: health }),
    manifests: files.filter(isManifest).map(relative),
    lockFiles: files.filter(isLockFile).map(relative),
    configuration: files
      .filter((file) => isSettingsFile(file) && !isManifest(file) && !isLockFile(file) && !isTestFile(file))
      .map(relative),
    secrets: secretsOf(settings, environment),
    dataFolders: [...dataFolders].sort(),
    dependencies,
    hasTests: files.some(
      (file) =>
        isTestFile(relative(file)) ||
        /(^|\/)src\/test\/|Tests?\.(java|kt|cs)$|_test\.go$|_spec\.rb$/.test(relative(file)),
    ),
  }
}

function healthIn(code: string): string | undefined {
  const mapped = /MapHealthChecks\(\s*"([^"]+)"/.exec(code)?.[1]
  if (mapped !== undefined) return mapped
  // A route is registered, not dialled: an address with a host in front never matches, `status` needs a route's call.
  const found = HEALTH.exec(code)
  if (found && !/\/status$/i.test(found[1]!)) return found[1]
  const route =
    /@(?:GetMapping|RequestMapping|Path|app\.route|app\.get|router\.get)\(\s*["']\/?((?:health\w*|ping|ready|up|status)[\w/]*)["']/i.exec(
      code,
    )
  if (route) return `/${route[1]}`
  return found &&
    /\.(get|route|HandleFunc|Handle|MapGet|GET|add_get|createContext)\(\s*["'`][^"'`]*\/status["'`]/.test(code)
    ? found[1]
    : undefined
}

function actuatorPath(files: readonly string[], settings: readonly Setting[], sources: Sources): string | undefined {
  const builds = files
    .filter((file) => /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/.test(file))
    .map((file) => sources.text(file) ?? '')
  const value = (key: string): string | undefined =>
    settings.find((one) => SETTING_HEALTH.test(one.file) && one.path.join('.') === key)?.value
  if (builds.some((text) => text.includes('spring-boot-starter-actuator')))
    return `${value('server.servlet.context-path') ?? ''}${value('management.endpoints.web.base-path') ?? '/actuator'}/health`
  if (builds.some((text) => text.includes('quarkus-smallrye-health'))) return '/q/health'
  if (builds.some((text) => text.includes('micronaut-management'))) return '/health'
  return undefined
}

function secretsOf(settings: readonly Setting[], environment: ReadonlySet<string>): string[] {
  const names = new Set([...environment].filter((name) => SECRET.test(name)))
  for (const { path, value } of settings) {
    const name = path.filter((key) => key !== '-').join('.')
    if (value !== '' && SECRET.test(path.at(-1) ?? '')) names.add(name)
    // A password inside an address counts by the name of its setting.
    else if (/^[a-z][\w+.-]*:\/\/[^/\s:@]*:[^@\s/]+@/.test(value)) names.add(name)
  }
  return [...names].sort()
}

function dependenciesIn(file: string, text: string): number {
  const name = baseName(file)
  const count = (pattern: RegExp, part = text): number => [...part.matchAll(pattern)].length
  if (/^requirements.*\.txt$/.test(name)) return count(/^[ \t]*[A-Za-z]/gm)
  if (name === 'package.json') return count(/":/g, /"dependencies"\s*:\s*\{([^}]*)\}/.exec(text)?.[1] ?? '')
  if (name === 'pom.xml') return count(/<dependency>/g)
  if (/^build\.gradle/.test(name)) return count(/^[ \t]*(implementation|api|runtimeOnly|compile)\b/gm)
  if (/\.csproj$/.test(name)) return count(/<PackageReference\b/g)
  if (name === 'go.mod') return count(/^[ \t]+\S+ v\d/gm) + count(/^require \S+ v/gm)
  if (name === 'Gemfile') return count(/^[ \t]*gem\s/gm)
  if (name === 'Cargo.toml') return count(/^[\w-]+\s*=/gm, /\[dependencies\]([\s\S]*?)(?=\n\[|$)/.exec(text)?.[1] ?? '')
  if (name === 'pyproject.toml')
    return (
      count(/^[ \t]*["'][\w[\]-]+[^"']*["'],?\s*$/gm) +
      count(/^[\w-]+\s*=\s*["'{^]/gm, /\[tool\.poetry\.dependencies\]([\s\S]*?)(?=\n\[|$)/.exec(text)?.[1] ?? '')
    )
  return 0
}
