// What a port expression is worth: literal, constant, default of a lookup, flag, key of a setting. It names the variable,
// flag or key that can change the value, since a launcher or a configuration file may say it more strongly than the code.
import { portOf } from './address.ts'
import { definitionsOf } from './definitions.ts'
import { passed } from './parameters.ts'
import { PLACES } from './ports/roles.ts'
import { pathWords, type Setting } from './settings.ts'
import type { Sources } from './sources.ts'

export interface PortValue {
  port?: number
  /** Where the value stands. */
  file: string
  offset: number
  variables: string[]
  flags: string[]
  /** The setting that gave the value. */
  setting?: Setting
}

export interface Scope {
  sources: Sources
  /** Code files in which a name of the program may be defined. */
  files: readonly string[]
  settings: readonly Setting[]
}

export interface Expression {
  text: string
  file: string
  offset: number
}

/** A getter that does not say `env` reads a variable only by a quoted name: bare, it is a constant of the program. */
export const READS_VARIABLE =
  /(?:\b[\w.:$]*(?:[eE][nN][vV]|GetEnvironmentVariable|[pP]roperty)\w*!?(?:\(\))?(?:\?)?(?:(?:\.|::)\w+!?)?\s*(?:\(|\[|\.)\s*["'`]?|\b(?:config|lookup\w*|get\w*|from\w*|read\w*)\(\s*["'`])([A-Z][A-Z0-9_]+)\b/g
const SHELL_VARIABLE = /\$\{([A-Z][A-Z0-9_]*):[^}]*\}/g
const MAX_DEPTH = 6

export function evaluate(expression: Expression, scope: Scope, depth = 0, seen = new Set<string>()): PortValue {
  const { file, offset } = expression
  const text = expression.text.trim()
  const value: PortValue = { file, offset, variables: [], flags: [] }
  if (text === '' || depth > MAX_DEPTH) return value
  const plain = portOf(text.replaceAll(/(?<=\d)_(?=\d)/g, '').replace(/(?<=^\d+)[uUlL]\w*$/, ''))
  if (plain !== undefined) return { ...value, port: plain }
  value.variables.push(...[...text.matchAll(READS_VARIABLE)].map((match) => match[1]!))
  value.variables.push(...[...text.matchAll(SHELL_VARIABLE)].map((match) => match[1]!))
  value.flags.push(...flagsOf(text))
  if (/\bargv\b|\bargs\s*\[|\bos\.Args\b|\bARGV\b|\bargs\.(?:first|firstOrNull|getOrNull)|env::args/.test(text))
    value.flags.push('argv')
  const literal = literalIn(text, value)
  if (literal !== undefined) return { ...value, port: literal }
  for (const name of namesIn(text)) {
    const key = `${file}:${name}`
    if (seen.has(key)) continue
    seen.add(key)
    merge(value, lookUp(name, expression, scope, depth, seen))
    if (value.port !== undefined) return value
  }
  const setting = settingFor(text, scope.settings)
  if (setting && value.port === undefined) merge(value, fromSetting(setting, value))
  if (value.port === undefined) takeDefault(text, value, scope, depth, seen)
  return value
}

/** `viper.GetString("http.addr")` with `viper.SetDefault("http.addr", "localhost:7340")` somewhere in the program. */
function takeDefault(text: string, value: PortValue, scope: Scope, depth: number, seen: Set<string>): void {
  const key = /\b\w*[gG]et\w*\(\s*["'`]([\w.-]+)["'`]\s*\)/.exec(text)?.[1]
  if (key === undefined) return
  const given = new RegExp(`\\bset_?default\\w*\\(\\s*["'\`]${RegExp.escape(key)}["'\`]\\s*,\\s*([^)\\n]+)\\)`, 'i')
  for (const file of scope.files) {
    const match = given.exec(scope.sources.text(file) ?? '')
    if (match) merge(value, evaluate({ text: match[1]!, file, offset: match.index }, scope, depth + 1, seen))
  }
}

/** Port of a setting's value, with the variable a placeholder names. */
export function fromSetting(setting: Setting, at: { file: string; offset: number }): PortValue {
  const variables = [...setting.value.matchAll(/\$\{\??([A-Z][A-Z0-9_]*)/g)].map((match) => match[1]!)
  const placeholder = /\$\{[^}:]*:-?([^}]*)\}/.exec(setting.value)
  const port = portOf(placeholder ? setting.value.replace(placeholder[0], placeholder[1]!) : setting.value)
  return { ...at, ...(port === undefined ? {} : { port }), variables, flags: [], setting }
}

function merge(value: PortValue, other: PortValue): void {
  value.variables.push(...other.variables.filter((name) => !value.variables.includes(name)))
  value.flags.push(...other.flags.filter((name) => !value.flags.includes(name)))
  if (value.port !== undefined || other.port === undefined) return
  Object.assign(value, { port: other.port, file: other.file, offset: other.offset })
  if (other.setting) value.setting = other.setting
}

/** The first number or address among the literals of an expression that is no name of a variable, flag or key. */
function literalIn(text: string, value: PortValue): number | undefined {
  const strings = [...text.matchAll(/(["'`])((?:[^"'`\\\n]|\\.)*)\1/g)]
  for (const [, , content] of strings) {
    if (content === undefined || value.variables.includes(content) || value.flags.includes(content)) continue
    const shell = /\$\{[A-Z][A-Z0-9_]*:-?(\d+)\}/.exec(content)
    const port = shell ? Number(shell[1]) : portOf(content)
    if (port !== undefined) return port
  }
  const bare = text.replaceAll(/(["'`])((?:[^"'`\\\n]|\\.)*)\1/g, '""')
  for (const match of bare.matchAll(/(?<![\w.$[])(\d[\d_]{1,5})(?![\w.\]])/g)) {
    const port = portOf(match[1]!.replaceAll('_', ''))
    // Radix, timeouts and backlogs are small or round; a port that is spelled out has at least two digits.
    if (port !== undefined && port > 16) return port
  }
  return undefined
}

/** `flag.Int("port", 8080, …)`, `arguments["--port"]`, `parser.add_argument("--port")`. */
function flagsOf(text: string): string[] {
  const go =
    /\b\w*[fF](?:lag|lags|s|lagSet)\w*(?:\(\))?\.(?:Int|String|Uint)\w*\(\s*(?:&?[\w.]+\s*,\s*)?["'`]([\w-]+)["'`]/.exec(
      text,
    )
  const dashed = [...text.matchAll(/["'`]--?([a-z][\w-]*)["'`]/g)].map((match) => match[1]!)
  return [...(go ? [go[1]!] : []), ...dashed]
}

/** Identifiers an expression is made of, those that speak of ports first. */
function namesIn(text: string): string[] {
  const holes = [...text.matchAll(/\$?\{([^{}]+)\}|\$([A-Za-z_]\w*)/g)].map((match) => match[1] ?? match[2]!)
  const bare = `${text.replaceAll(/(["'`])((?:[^"'`\\\n]|\\.)*)\1/g, ' ')} ${holes.join(' ')}`
  const names = [...bare.matchAll(/[A-Za-z_]\w*(?:(?:\??\.|::|->)[A-Za-z_]\w*)*(?!\w*\s*\()/g)].map((match) => match[0])
  const called = [...bare.matchAll(/([A-Za-z_]\w*)\(\s*\)/g)].map((match) => match[1]!)
  const all = [...new Set([...names, ...called])].filter(
    (name) => !/^(str|int|u16|as|or|and|if|else|new|self|this|None|null|true|false|process|env|os)$/.test(name),
  )
  const speaks = (name: string): number =>
    /port/i.test(name) ? 0 : /addr|listen|bind|url|endpoint/i.test(name) ? 1 : 2
  return all.sort((a, b) => speaks(a) - speaks(b)).slice(0, 4)
}

/** A name: its definitions here, else in the other files of the program, as long as these agree. */
function lookUp(name: string, at: Expression, scope: Scope, depth: number, seen: Set<string>): PortValue {
  const value: PortValue = { file: at.file, offset: at.offset, variables: [], flags: [] }
  const last = name.split(/\??\.|::|->/).at(-1)!
  const take = (definitions: readonly Expression[]): void => {
    for (const variable of schemaVariables(last, definitions, scope))
      if (!value.variables.includes(variable)) value.variables.push(variable)
    for (const definition of definitions) merge(value, evaluate(definition, scope, depth + 1, seen))
  }
  // What the callers of the nearest function hand over is stronger than the default of its parameter.
  take(passed(last, at, scope, 'nearest'))
  if (value.port === undefined) take(definitionsOf(last, at.file, scope, last === name))
  if (value.port === undefined) take(passed(last, at, scope, 'any'))
  if (value.port !== undefined || depth > 3) return value
  const setting = settingFor(name, scope.settings)
  if (setting) {
    merge(value, fromSetting(setting, value))
    if (value.port !== undefined) return value
  }
  if (!/port|addr|listen|bind|url/i.test(last)) return value
  const found: PortValue[] = []
  for (const file of scope.files) {
    if (file === at.file || !(scope.sources.text(file) ?? '').includes(last)) continue
    const definitions = definitionsOf(last, file, scope)
    const outside: PortValue = { file, offset: 0, variables: schemaVariables(last, definitions, scope), flags: [] }
    for (const definition of definitions) merge(outside, evaluate(definition, scope, depth + 2, seen))
    if (outside.port !== undefined) found.push(outside)
  }
  if (new Set(found.map((one) => one.port)).size === 1) merge(value, found[0]!)
  return value
}

/** Settings classes and schemas read the variable that has the name of the field: pydantic, zod, envalid, Joi. */
function schemaVariables(name: string, definitions: readonly Expression[], scope: Scope): string[] {
  return definitions.flatMap(({ text, file }) => {
    if (/^[A-Z][A-Z0-9_]+$/.test(name) && /^(z\.|num\(|port\(|str\(|Joi\.|joi\.|t\.|v\.|Type\.)/.test(text))
      return [name]
    const code = scope.sources.masked(file).code
    if (!file.endsWith('.py') || !/\bBaseSettings\b/.test(code)) return []
    const prefix = /env_prefix\s*=\s*["']([^"']*)["']/.exec(code)?.[1] ?? ''
    return [`${prefix}${name}`.toUpperCase()]
  })
}

/** `cfg.server.port`, `config["http"]["port"]`, `viper.GetInt("server.port")` → the setting whose path ends so. */
function settingFor(text: string, settings: readonly Setting[]): Setting | undefined {
  const words = pathWords([
    text.replaceAll(
      /\b(get\w*|int|str|Number|parseInt|parse|value|load|read|config|cfg|conf|settings|self|this|viper|app|options|opts|args)\b/gi,
      ' ',
    ),
  ])
  if (!words.some((word) => /^(port|addr|address|listen|bind|url|urls|endpoint)$/.test(word))) return undefined
  for (let from = 0; from < words.length; from++) {
    const tail = words.slice(from).join(' ')
    const fits = settings.filter((one) => {
      const path = pathWords(one.path)
      if (path.join(' ') === tail) return true
      // A bare `port` may be anybody's: what stands before it must mean the program itself.
      const isPlaced = from < words.length - 1 || path.slice(0, -1).every((word) => PLACES.test(word))
      return isPlaced && path.join(' ').endsWith(` ${tail}`)
    })
    const direct = fits.filter((one) => pathWords(one.path).join(' ') === tail)
    const best = direct[0] ?? (new Set(fits.map((one) => one.value)).size === 1 ? fits[0] : undefined)
    if (best) return best
    if (fits.length > 0) return undefined
  }
  return undefined
}
