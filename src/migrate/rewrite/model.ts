// What every parser gives to the rules: literals with the context they are used in. Rules never see a syntax tree.

/** How a value is used, found by walking outward from it. */
export interface Context {
  /** Names that receive the value, outermost first: variable, mapping keys, keyword argument. */
  path: string[]
  /** Group that split host and port keys share: the mapping, the class, the block. */
  scope: string
  /** Nearest call that takes the value. */
  call?: CallUse
  /** The value is the default of this environment variable. */
  env?: string
  /** Right side of `or`, `??`, `||` whose left side is not an environment variable. */
  fallback?: boolean
  /** Read as a numeric address: a name would not do (`IPAddress.Parse`). */
  numeric?: boolean
  /** Compared, searched for or matched: a question about an address, not an address. */
  compared?: boolean
  /** Default of a function parameter. */
  parameter?: boolean
  /** Message of an exception. */
  raised?: boolean
  /** A health check that runs inside the service's own container. */
  probe?: boolean
  /** Why the place stays as it is whatever it looks like: the host side of a published port, a container's own loopback. */
  stays?: string
  /** On a command line of a launcher of the old host: read, not carried over. */
  launched?: boolean
  /** Inside code that only runs as a test, whatever the file is called. */
  test?: boolean
}

export interface CallUse {
  /** As written, e.g. `redis.Redis`, `app.listen`. */
  name: string
  /** Offset of the call: equal for all arguments of one call. */
  start: number
  /** Keyword, or position counted from 0. */
  argument: string | number
  /** Position inside a tuple or list argument. */
  element?: number
  /** Call that takes the result, where this one only pairs host and port: `bind(new InetSocketAddress(h, p))`. */
  into?: string
}

export type SiteForm = 'string' | 'number' | 'comment' | 'docstring' | 'key' | 'regex' | 'opaque'

/** How raw text inside a literal is to be read. */
export type Escapes = 'backslash' | 'none'

/** One literal (or comment). `start`/`end` enclose the content without quotes or prefix. */
export interface Site {
  form: SiteForm
  start: number
  end: number
  raw: string
  escapes: Escapes
  context: Context
  /** True when the whole literal is this content (no interpolation around it). */
  whole: boolean
  /** The content of the whole literal when the site is only what matters of it: the digits of `":6101"`. */
  literal?: { start: number; end: number }
  /** For definitions: the whole expression that gives the value. */
  value?: { start: number; end: number }
  /** Set when it lies in another file of the service. */
  file?: string
}

/** A run of text or a reference, in the order they are put together at run time. */
export type Piece =
  | { kind: 'text'; start: number; end: number; raw: string }
  /** `value`: what is put there, where the place is a hole of a format and the value stands behind it. */
  | { kind: 'ref'; start: number; end: number; name?: string; value?: { start: number; end: number } }

/** An identifier in use. */
export interface Use {
  start: number
  end: number
  context: Context
  /** The text put together around it, if it is part of one. */
  pieces?: Piece[]
  /** `config` of `config.HOST`. */
  owner?: string
  /** Set when it lies in another file of the service. */
  file?: string
  model?: FileModel
}

/** Languages with statements and calls. */
export type CodeLanguage =
  | 'python'
  | 'javascript'
  | 'java'
  | 'kotlin'
  | 'csharp'
  | 'go'
  | 'ruby'
  | 'php'
  | 'rust'
  | 'shell'
  | 'powershell'

/** Formats of keys and values. */
export type DataLanguage =
  | 'yaml'
  | 'json'
  | 'dotenv'
  | 'toml'
  | 'ini'
  | 'properties'
  | 'xml'
  | 'hcl'
  | 'nginx'
  | 'dockerfile'
  | 'procfile'
  | 'makefile'
  | 'crontab'
  | 'systemd'

/** `markup` holds other languages; `launcher` is read, not carried over; `document` is for people. */
export type Language = CodeLanguage | DataLanguage | 'markup' | 'document' | 'launcher' | 'other'

export interface FileModel {
  language: Language
  /** The innermost literal or comment that holds the offset. */
  siteAt(offset: number): Site | undefined
  /**
   * Numeric literals and strings of digits: what may be a port. With `wanted`, plain numbers of another value may be left
   * out: to know where a number stands costs more than to find it.
   */
  numbers(wanted?: (value: number) => boolean): Site[]
  /** The number behind a host in a pair that is written in place: `("localhost", 6379)`. */
  pairOf(site: Site): Site | undefined
  /** Other values of the group a value belongs to: the keys around it. */
  beside(site: Site): Site[]
  /** Where the name gets its value; more than one: reassigned or shadowed, not folded. */
  definitions(name: string): Site[]
  /** Definitions that other files may see: not inside a function. */
  exported(name: string): Site[]
  uses(name: string): Use[]
  /** Some identifier of the file fits. */
  mentions(pattern: RegExp): boolean
  /** The text put together around a literal: template, concatenation, format. */
  piecesAt(offset: number): Piece[] | undefined
  /** Other arguments of the call that starts there. */
  argumentsOf(callStart: number): CallArgument[]
  /** The parser could not make sense of the place. */
  damaged(start: number, end: number): boolean
  /** Node kinds in order: must be the same after the edits. */
  shape(): string
}

/** What a file without statements has to say of code: nothing. */
export const WITHOUT_CODE = {
  pairOf: () => undefined,
  definitions: () => [],
  exported: () => [],
  uses: () => [],
  mentions: () => false,
  piecesAt: () => undefined,
  argumentsOf: () => [],
} satisfies Partial<FileModel>

export interface CallArgument {
  argument: string | number
  element?: number
  start: number
  end: number
  /** Set when it is a plain identifier. */
  name?: string
  /** End of the call it is given to: calls of one chain start at the same place. */
  list: number
}

/** Decoded value of a site: escapes resolved where the literal has any. */
export function decoded(site: { raw: string; escapes: Escapes }): string {
  if (site.escapes === 'none') return site.raw
  return site.raw.replaceAll(/\\(x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|[\s\S])/g, (whole, body: string) => {
    if (body.length > 1) return String.fromCodePoint(Number.parseInt(body.replaceAll(/[xu{}]/g, ''), 16))
    return ESCAPES[body] ?? (/[\\/"'`:]/.test(body) ? body : whole)
  })
}
const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
  '\n': '',
}

/** Words of a name: `depotHost`, `DEPOT_HOST`, `depot-host` → `['depot', 'host']`. */
export function words(name: string): string[] {
  return name
    .replace(/^(PG|DB|MQ|SQL|MYSQL|REDIS|MONGO)(HOST|PORT|USER|DATABASE)$/i, '$1_$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** The literal is (part of) the value its name is defined with: a use of the name is a use of the literal. */
export function definesConstant(site: Site, model: FileModel): string | undefined {
  const name = site.context.path.at(-1)
  if (name === undefined) return undefined
  const inside = (value: { start: number; end: number }): boolean => value.start <= site.start && site.end <= value.end
  // A name with several definitions is reassigned or shadowed: its uses say nothing about this one.
  const [only, ...others] = model.definitions(name)
  return only && others.length === 0 && inside(only.value ?? only) ? name : undefined
}

/** `${tariff.base-url:…}` is a property; Spring's relaxed binding reads it from `TARIFF_BASEURL`. */
export function variableOf(name: string): string {
  return /[.-]/.test(name) ? name.replaceAll('-', '').replaceAll('.', '_').toUpperCase() : name
}
