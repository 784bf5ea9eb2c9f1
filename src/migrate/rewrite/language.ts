// Which parser reads a file, and which files are none of ours (vendored, generated): counted, never edited.

import { baseName } from '../../kit/path.ts'
import type { GrammarName } from '../../model/source.ts'
import type { Language } from './model.ts'

const BY_EXTENSION: Record<string, Language> = {
  ...all('python', 'py pyi pyw'),
  ...all('javascript', 'js mjs cjs jsx ts mts cts tsx'),
  ...all('java', 'java'),
  ...all('kotlin', 'kt kts'),
  ...all('csharp', 'cs csx'),
  ...all('go', 'go'),
  ...all('ruby', 'rb rake ru gemspec'),
  ...all('php', 'php phtml'),
  ...all('rust', 'rs'),
  ...all('shell', 'sh bash zsh ksh'),
  ...all('powershell', 'psm1 psd1'),
  ...all('markup', 'vue svelte html htm cshtml razor erb'),
  ...all('yaml', 'yaml yml'),
  ...all('json', 'json jsonc webmanifest'),
  ...all('toml', 'toml'),
  ...all('ini', 'ini cfg cnf conf'),
  ...all('properties', 'properties'),
  ...all('xml', 'xml config csproj fsproj vbproj props targets xsd wsdl plist'),
  ...all('hcl', 'hcl tf tfvars nomad'),
  ...all('nginx', 'nginx'),
  ...all('systemd', 'service socket timer container'),
  ...all('document', 'md markdown rst txt adoc'),
  ...all('launcher', 'bat cmd ps1'),
}

/** Names that say more than their ending; the first that fits. */
const BY_NAME: [RegExp, Language][] = [
  [/(^|\/)\.env(\.[^/]+)?$|\.env$/, 'dotenv'],
  [/(^|\/)requirements[^/]*\.txt$/i, 'other'],
  [/(^|\/)(readme|changelog|license|notice|copying|authors)$/i, 'document'],
  [/(^|\/)(Dockerfile|Containerfile)(\.[^/]+)?$|\.dockerfile$/i, 'dockerfile'],
  [/(^|\/)Procfile(\.[^/]+)?$/, 'procfile'],
  [/(^|\/)(GNU)?[Mm]akefile(\.\w+)?$|\.mk$/, 'makefile'],
  [/(^|\/)crontab(\.\w+)?$|\.cron(tab)?$/, 'crontab'],
  [/(^|\/)(Rakefile|Gemfile|Guardfile|Capfile)$/, 'ruby'],
  // The generator of Express names its start file so.
  [/(^|\/)bin\/www$/, 'javascript'],
  // Sites are called by their domains, whatever those end in.
  [/(^|\/)nginx[^/]*\.conf(\.\w+)?$|(^|\/)sites-(available|enabled)\/[^/]+$/, 'nginx'],
  [/(^|\/)(supervisord?|supervisor)[^/]*\.(conf|ini)$|(^|\/)(setup|tox|alembic)\.(cfg|ini)$/, 'ini'],
]

/** Folders that tell what a file is whose own ending does not: `nginx/entrypoint.sh` stays a script. */
const BY_FOLDER: [RegExp, Language][] = [
  [/(^|\/)cron\.d\/[^/]+$/, 'crontab'],
  [/(^|\/)etc\/(default|sysconfig)\/[^/]+$/, 'dotenv'],
  [/(^|\/)(nginx|conf\.d)\/[^/]+$/, 'nginx'],
]

function all(language: Language, endings: string): Record<string, Language> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, language]))
}

export function languageOf(file: string): Language {
  const named = BY_NAME.find(([name]) => name.test(file))?.[1]
  if (named !== undefined) return named
  const ending = extension(baseName(file))
  const known = BY_EXTENSION[ending]
  if (known !== undefined && ending !== 'conf') return known
  return BY_FOLDER.find(([folder]) => folder.test(file))?.[1] ?? known ?? 'other'
}

const INTERPRETERS: [RegExp, string][] = [
  [/python|pypy/, 'py'],
  [/node|deno|bun\b/, 'mjs'],
  [/ruby/, 'rb'],
  [/php/, 'php'],
  [/pwsh|powershell/, 'psm1'],
  [/\b(ba|da|z|k)?sh\b/, 'sh'],
]

/** A script without an ending is named by its first line: `bin/server` of `#!/usr/bin/env python3` is read as `bin/server.py`. */
export function spokenName(file: string, text: string): string {
  const first = /^#!([^\r\n]{1,200})/.exec(text)?.[1]
  if (first === undefined || languageOf(file) !== 'other') return file
  const ending = INTERPRETERS.find(([name]) => name.test(first))?.[1]
  return ending === undefined ? file : `${file}.${ending}`
}

const GRAMMARS: Partial<Record<Language, GrammarName>> = {
  python: 'python',
  java: 'java',
  kotlin: 'kotlin',
  csharp: 'c-sharp',
  go: 'go',
  ruby: 'ruby',
  php: 'php',
  rust: 'rust',
  shell: 'bash',
  powershell: 'powershell',
  hcl: 'hcl',
}

/** Grammar of a code file. */
export function grammarOf(file: string): GrammarName {
  const known = GRAMMARS[languageOf(file)]
  if (known !== undefined) return known
  const kind = extension(baseName(file))
  if (kind === 'tsx') return 'tsx'
  // The JavaScript grammar knows JSX; plain TypeScript does not (`<T>x` is a cast there).
  return kind.endsWith('ts') ? 'typescript' : 'javascript'
}

const DATA: ReadonlySet<Language> = new Set([
  'yaml',
  'json',
  'dotenv',
  'toml',
  'ini',
  'properties',
  'xml',
  'hcl',
  'nginx',
  'dockerfile',
  'procfile',
  'makefile',
  'crontab',
  'systemd',
])

/** Keys and values, no statements. */
export function isData(language: Language): boolean {
  return DATA.has(language)
}

/** Reason why a text file is not ours to edit; its hits are listed with role `dynamic`. */
export function generatedReason(file: string, head: string): string | undefined {
  const name = baseName(file)
  if (/(^|\/)(node_modules|vendor|third_party|site-packages|bower_components|\.venv|venv|dist-packages)\//.test(file))
    return 'vendored'
  if (/\.min\.(js|css)$|\.bundle\.js$|-bundle\.js$|\.map$/.test(name)) return 'minified'
  if (/^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|Pipfile\.lock)$/.test(name))
    return 'lock file'
  if (
    /_pb2(_grpc)?\.py$|_pb\.(js|ts)$|\.pb\.go$|\.(g|g\.i|designer|generated)\.cs$|(OuterClass|Grpc)\.java$/i.test(name)
  )
    return 'generated'
  if (/(^|\/)(build|target)\/generated[^/]*\//.test(file)) return 'generated'
  const banner = head.slice(0, 600).split('\n').slice(0, 5)
  if (
    banner.some((line) =>
      /^\s*(#|\/\/|\/\*|\*|<!--).*(@generated|do not edit|automatically generated|auto-?generated)/i.test(line),
    )
  )
    return 'generated'
  return undefined
}

/**
 * The path without the folders of a package: `com.example.tools` says nothing of what its classes are for. Below a source
 * root of the JVM, and below the reversed domain that package names begin with.
 */
export function withoutPackage(file: string): string {
  if (!/\.(java|kt|kts|scala|groovy)$/.test(file)) return file
  const rooted = /^(.*?(?:^|\/)src\/\w+\/(?:java|kotlin|scala|groovy)\/)(?:.*\/)?([^/]+)$/.exec(file)
  const named =
    /^((?:.*?\/)?)(?:com|org|net|io|dev|edu|gov|de|uk|eu|fr|nl|at|ch|it|es|example)\/(?:.*\/)?([^/]+)$/.exec(file)
  const found = rooted ?? named
  return found ? `${found[1]}${found[2]}` : file
}

export function isTestFile(path: string): boolean {
  const file = withoutPackage(path)
  return (
    /(^|\/)(playwright|cypress|vitest|jest|karma|wdio|nightwatch|protractor|pytest|phpunit|rspec)\b[^/]*\.(config\.)?\w+$/i.test(
      file,
    ) ||
    /(^|\/)(\.github|\.circleci|\.buildkite|\.woodpecker)\/|(^|\/)(\.gitlab-ci|azure-pipelines|bitbucket-pipelines|\.drone|\.travis|appveyor|Jenkinsfile|cloudbuild)[^/]*$/i.test(
      file,
    ) ||
    /(^|[/._-])(smoke|load|stress)[-_.]?tests?\.\w+$|(^|\/)smoke\.\w+$/i.test(file) ||
    /(^|\/)(\.env\.test|test\.(json|ya?ml|toml|ini)|[^/]*[-.]test\.(ya?ml|properties|json|toml|env|ini))$/i.test(
      file,
    ) ||
    /(^|\/)(tests?|__tests__|specs?|e2e|testing|__mocks__|fixtures|testdata)\//i.test(file) ||
    // Gradle and .NET: `src/integrationTest/`, `Crane.Api.Tests/`.
    /(^|\/)(src\/(\w*Test|testFixtures|it)|[\w.-]+\.((Unit|Integration|Functional|Acceptance|End2End|E2E)?Tests?|Specs?))\//.test(
      file,
    ) ||
    /(^|\/)([^/]*(Test|Tests|TestCase|IT|Spec|Steps)\.(java|kt|groovy|scala|cs|fs)|Test[A-Z][^/]*\.(java|kt|cs))$/.test(
      file,
    ) ||
    /(^|\/)(test_[^/]*\.py|[^/]*_test\.(py|go|rb)|[^/]*_spec\.rb|[^/]*Test\.php|conftest\.py|[^/]*\.(test|spec|e2e|cy)\.[cm]?[jt]sx?)$/i.test(
      file,
    )
  )
}

/** A file for people to copy: `.env.example`. */
export function isSampleFile(file: string): boolean {
  return /\.(example|sample|dist|template)$|\.example\.|\.sample\./.test(baseName(file))
}

export function isProbeFile(file: string): boolean {
  return (
    /(^|\/)(docker[-_]?)?(health[-_]?check|health[-_]?probe|liveness|readiness)[^/]*\.\w+$/i.test(file) ||
    /(^|\/)(scripts?|bin|docker|tools?)\/(health|live|ready|probe)\.\w+$/i.test(file)
  )
}

export function extension(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}
