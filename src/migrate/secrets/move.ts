// Moves the credentials of one service out of its source: into variables that a private file sets, or, where code reads a
// configuration file, into a private copy of that file. What stays in stack/<id>/ and in the image holds none. Pure.
import { baseName } from '../../kit/path.ts'
import type { Grammars } from '../../model/source.ts'
import { applyEdits } from '../rewrite/apply.ts'
import { isData, isTestFile, languageOf } from '../rewrite/language.ts'
import { decoded, type FileModel, type Language, words } from '../rewrite/model.ts'
import { parseFile } from '../rewrite/parse/file.ts'
import { decode, lineStarts, positionAt } from '../rewrite/source.ts'
import { type Credential, findCredentials, findValues, withoutOverlap } from './find.ts'
import { overridingVariable } from './framework.ts'
import { type Splice, spliceOut } from './splice.ts'

export interface MovedSecrets {
  /** Files that held a credential, without it. */
  clean: Map<string, Uint8Array>
  /** Variables that carry one. */
  environment: Record<string, string>
  /** Files that the code reads a credential from, as they were. */
  files: Map<string, Uint8Array>
  /** What was found, without the values. */
  found: SecretPlace[]
  values: Set<string>
}

export interface SecretPlace {
  file: string
  line: number
  kind: Credential['kind']
  /** `variable` of the private environment, `file` mounted over, `text` that nobody reads, `open`: somebody must look. */
  home: 'variable' | 'file' | 'text' | 'open'
  variable?: string
}

export interface SecretsInput {
  service: string
  /** Text files of the service, as they will be started. */
  files: ReadonlyMap<string, Uint8Array>
  grammars: Grammars
  /** Values that are ordinary words of the platform, such as names of services: never searched for by themselves. */
  ordinary: ReadonlySet<string>
}

interface Found {
  path: string
  text: string
  credentials: Credential[]
}

const LARGEST = 2_000_000
const WEAK =
  /^(password|passwd|secret|token|admin|root|guest|user|test|default|changeme|postgres|mysql|redis|rabbitmq|mongo|minio|example)$/i

export async function moveSecrets(input: SecretsInput): Promise<MovedSecrets> {
  const moved: MovedSecrets = { clean: new Map(), environment: {}, files: new Map(), found: [], values: new Set() }
  const all = readable(input)
  for (const { credentials } of all)
    for (const one of credentials) for (const form of spellings(one)) moved.values.add(form)
  const strong = [...moved.values].filter((value) => isStrong(value, input.ordinary))
  const marks = new Map<string, string>()
  for (const one of all) {
    const credentials = withoutOverlap([...one.credentials, ...findValues(one.text, strong)])
    if (credentials.length > 0) await moveFile({ ...one, credentials }, { input, moved, marks })
  }
  return moved
}

/** A password in a URL is written percent-encoded there, and plain where it is used. */
function spellings({ kind, value }: Credential): string[] {
  if (kind !== 'url' || !value.includes('%')) return [value]
  try {
    return [value, decodeURIComponent(value)]
  } catch {
    return [value]
  }
}

/** Rare enough in ordinary text that every other place of it is the credential again. */
export function isStrong(value: string, ordinary: ReadonlySet<string> = new Set()): boolean {
  // A short word in lower case is the user, the database or the service as well.
  const isWord = value.length < 10 && /^[a-z]+$/.test(value)
  return value.length >= 6 && !isWord && !WEAK.test(value) && !ordinary.has(value.toLowerCase())
}

function readable({ files }: SecretsInput): Found[] {
  return [...files].flatMap(([path, bytes]): Found[] => {
    const text = bytes.length > LARGEST ? undefined : decode(bytes)?.body
    return text === undefined || text.includes('\0')
      ? []
      : [{ path, text, credentials: findCredentials(text, { bare: hasBareValues(path) }) }]
  })
}

function hasBareValues(path: string): boolean {
  const language = languageOf(path)
  return isData(language) || LAUNCHERS.has(language) || language === 'other'
}

interface Moving {
  input: SecretsInput
  moved: MovedSecrets
  /** Value → what stands in its place. */
  marks: Map<string, string>
}

async function moveFile(found: Found, { input, moved, marks }: Moving): Promise<void> {
  const { path, text } = found
  const bytes = input.files.get(path)!
  const language = languageOf(path)
  const parsed = await parseFile(path, text, input.grammars)
  const starts = lineStarts(text)
  const edits: Splice[] = []
  let isRead = false
  for (const credential of found.credentials) {
    const place = homeOf(
      credential,
      { path, text, language, ...(parsed ? { model: parsed.model } : {}) },
      input.service,
    )
    const value = place.value ?? credential.value
    // Code asks for a name of its own by that name; ours can be any.
    const variable =
      place.variable && (place.splice ? nameFor(place.variable, value, moved.environment) : place.variable)
    const spliced = variable !== undefined && place.splice?.(variable)
    if (variable !== undefined && (place.isFirm || place.splice)) moved.environment[variable] = value
    else if (variable !== undefined) moved.environment[variable] ??= value
    edits.push(...(spliced || [{ ...spanOf(credential), replacement: markOf(credential.value, marks) }]))
    isRead ||= place.home === 'file'
    moved.found.push({
      file: path,
      line: positionAt(starts, credential.start).line,
      kind: credential.kind,
      home: place.splice && !spliced ? 'open' : place.home,
      ...(variable === undefined ? {} : { variable }),
    })
  }
  parsed?.free()
  moved.clean.set(path, applyEdits(bytes, unique(edits), path))
  if (isRead) moved.files.set(path, bytes)
}

interface Home {
  home: SecretPlace['home']
  variable?: string
  /** Of the variable; the credential alone if not given. */
  value?: string
  splice?: (variable: string) => Splice[] | undefined
  /** What the process would have had, whatever the defaults in the code say. */
  isFirm?: boolean
}

const LAUNCHERS: ReadonlySet<string> = new Set(['shell', 'powershell', 'batch', 'launcher'])

/** For those who build it: no service reads it. */
const NOT_READ =
  /(^|\/)(makefile|justfile|taskfile\.ya?ml|jenkinsfile|\.github\/|\.circleci\/|\.gitlab-ci\.yml|azure-pipelines)|\.mk$/i

interface Place {
  path: string
  text: string
  language: Language
  model?: FileModel
}

function homeOf(credential: Credential, place: Place, service: string): Home {
  const { path, text, language, model } = place
  const site = model?.siteAt(credential.start)
  if (language === 'document' || isTestFile(path) || /\.(example|sample|template|dist)$/i.test(path))
    return { home: 'text' }
  if (LAUNCHERS.has(language))
    return isCommented(text, credential.start, language) ? { home: 'text' } : inLauncher(credential, place, service)
  if (site?.form === 'comment' || site?.form === 'docstring' || isCommented(text, credential.start, language))
    return { home: 'text' }
  if (site?.context.env !== undefined && (site.whole || credential.kind !== 'url'))
    return { home: 'variable', variable: site.context.env, value: defaultValue(site, credential) }
  const assigned = assignment(text, credential)
  if (language === 'dotenv' && assigned)
    return { home: 'variable', variable: assigned.name, value: assigned.value, isFirm: baseName(path) === '.env' }
  if (['dockerfile', 'systemd', 'procfile'].includes(language) || /(^|\/)(docker-)?compose[^/]*\.ya?ml$/.test(path))
    return assigned ? { home: 'variable', variable: assigned.name, value: assigned.value } : { home: 'text' }
  const above = overridingVariable(path, text, positionAt(lineStarts(text), credential.start).line, credential.value)
  if (above) return { home: 'variable', ...above }
  if (isData(language) || language === 'other') return { home: NOT_READ.test(path) ? 'text' : 'file' }
  const own = `${service}_${nameOf(credential)}`
  return {
    home: 'variable',
    variable: own.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_'),
    splice: (variable) => (site ? spliceOut(spanOf(credential), variable, { text, site, language }) : undefined),
  }
}

/** A default that is more than the credential is the secret as a whole: code takes no URL apart for us. */
function defaultValue(site: { raw: string; escapes: 'backslash' | 'none' }, { value, kind }: Credential): string {
  return kind === 'url' ? decoded(site) : value
}

/** In a launcher the value is read from the environment that starts it. */
function inLauncher(credential: Credential, { text, path }: Place, service: string): Home {
  const { start } = credential
  const name = `${service}_${nameOf(credential)}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
  const quote = text[start - 1]
  const read = (variable: string): string =>
    /\.(bat|cmd)$/i.test(path) ? `%${variable}%` : /\.ps1$/i.test(path) ? `$env:${variable}` : `\${${variable}}`
  return {
    home: 'variable',
    variable: name,
    splice: (variable) => (quote === "'" ? undefined : [{ ...spanOf(credential), replacement: read(variable) }]),
  }
}

/** `NAME=value` or `NAME: value` of the line around the credential, quotes taken off. */
function assignment(text: string, { start }: Credential): { name: string; value: string } | undefined {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', start)
  const line = text
    .slice(from, to < 0 ? text.length : to)
    .replace(/\r$/, '')
    .replace(/^\s*(Environment\s*=|ENV\s|ARG\s|export\s|-\s)\s*/, '')
  const match = /(?:^|[\s"'-])([A-Za-z_]\w*)\s*(?:=|:\s)\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/.exec(line)
  if (!match) return undefined
  return { name: match[1]!, value: match[2] ?? match[3] ?? match[4]! }
}

function isCommented(text: string, at: number, language: Language): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return (isData(language) || LAUNCHERS.has(language)) && /^\s*(#|;|\/\/|rem\s|::)/i.test(line)
}

function nameOf({ kind, name }: Credential): string {
  if (kind === 'url') return `${name}_password`
  return words(name.replace(/^(set|with|use)(?=[A-Z])/, ''))
    .slice(-3)
    .join('_')
}

/** Two credentials of one name that differ get two names. */
function nameFor(wanted: string, value: string, known: Readonly<Record<string, string>>): string {
  let name = wanted
  for (let count = 2; known[name] !== undefined && known[name] !== value; count++) name = `${wanted}_${count}`
  return name
}

function markOf(value: string, marks: Map<string, string>): string {
  const mark = marks.get(value) ?? `moved-to-secrets-${marks.size + 1}`
  marks.set(value, mark)
  return mark
}

function spanOf({ start, end }: Credential): { start: number; end: number } {
  return { start, end }
}

/** Two credentials of one literal want the same import; spans that are equal are one edit. */
function unique(edits: readonly Splice[]): Splice[] {
  const byPlace = new Map(edits.map((edit) => [`${edit.start}-${edit.end}-${edit.replacement}`, edit]))
  return [...byPlace.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}
