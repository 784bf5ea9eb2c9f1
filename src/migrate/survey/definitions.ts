// Where a name gets its value: assignments, properties, flags bound to a variable, annotated fields, struct tags, defaults
// of parameters, and the arguments of whoever calls the function that has it as parameter.
import { callsOf, expressionAt } from './expression.ts'
import type { Masked } from './mask.ts'
import type { Expression, Scope } from './value.ts'

/** More assignments than this and the name is a working variable. */
const MAX_DEFINITIONS = 8

/** `plain`: the name stands alone, so what a call or a record is given under it (`Redis(port=6379)`, `{ port: 6379 }`) gives
 *  way to a statement that sets it. */
export function definitionsOf(name: string, file: string, scope: Scope, plain = false): Expression[] {
  const masked = scope.sources.masked(file)
  if (!masked.bare.includes(name) && !masked.code.includes(name)) return []
  const escaped = name.replaceAll('$', '\\$')
  const found = [
    ...assigned(escaped, masked, file, plain),
    ...annotated(escaped, masked, file),
    ...options(name, masked, file),
    ...returned(escaped, masked, file),
  ]
  return found.length > MAX_DEFINITIONS ? [] : found.filter((one) => one.text !== name)
}

function assigned(name: string, masked: Masked, file: string, plain: boolean): Expression[] {
  const pattern = new RegExp(
    `(?<![\\w$"'-])${name}\\b["']?\\s*(?:\\??:\\s*[A-Za-z_][\\w<>\\[\\]|.? ]*)?(?:\\s+(?:u?int\\w*|string|number)\\s*)?(?::=|=(?![=>~])|:(?![:=]))\\s*`,
    'g',
  )
  const all = [...masked.bare.matchAll(pattern)]
  const stated = plain ? all.filter((match) => !isGiven(match, masked)) : []
  return (stated.length > 0 ? stated : all).flatMap((match) => {
    const offset = match.index + match[0].length
    const text = expressionAt(masked, offset)
    // A type, not a value: `port: int,` and `port: number;`.
    if (
      /^(u?int\w*|Int|Integer|str|string|String|number|Optional\[\w+\]|u16|u32|i32|usize)\??$/.test(text) ||
      text === ''
    )
      return []
    return [{ text, file, offset }]
  })
}

/** An argument or a member: something opens or goes on before it. */
function isGiven({ index, 0: text }: RegExpExecArray, { bare }: Masked): boolean {
  const before = /[^\s"']\s*["']?$/.exec(bare.slice(Math.max(0, index - 200), index))?.[0][0] ?? ''
  return before === '(' || before === ',' || (before === '{' && !text.includes('='))
}

/** Struct tags (`default:"8080"`), attributes and annotations before a field (`default_value_t = 8080`, `@Value("${p:8080}")`). */
function annotated(name: string, masked: Masked, file: string): Expression[] {
  const { code } = masked
  const found: Expression[] = []
  const tag = new RegExp(`^\\s*${name}\\s+[\\w.*]+\\s+\`([^\`]*)\``, 'gm')
  for (const match of code.matchAll(tag)) {
    const fallback =
      /\b(?:default|envDefault)\s*:\s*"([^"]*)"/.exec(match[1]!) ?? /\benv\s*:\s*"[^"]*default=([^",]*)/.exec(match[1]!)
    const variable = /\b(?:env|envconfig)\s*:\s*"([A-Z][A-Z0-9_]*)/.exec(match[1]!)
    if (fallback || variable)
      found.push({
        text: `getenv("${variable?.[1] ?? 'UNNAMED_'}", "${fallback?.[1] ?? ''}")`,
        file,
        offset: match.index,
      })
  }
  const field = new RegExp(
    `(?:#\\[(?:arg|clap|structopt)\\(([^\\]]*)\\)\\]|@(?:Value|ConfigProperty|Option|Parameter)\\(([^)]*)\\))\\s*(?:(?:pub|private|protected|public|final|static|lateinit|var|val)\\s+)*(?:[\\w<>]+\\s+)?${name}\\b`,
    'g',
  )
  for (const match of code.matchAll(field)) {
    const text = match[1] ?? match[2]!
    const value =
      /(?:default_value(?:_t)?|defaultValue|default)\s*=\s*"?([\w.:[\]]+)"?/.exec(text)?.[1] ??
      /\$\{[^:}]*:([^}]*)\}/.exec(text)?.[1]
    const variable = /env\s*=\s*"([A-Z][A-Z0-9_]*)"/.exec(text)?.[1] ?? /\$\{([A-Z][A-Z0-9_]*)[:}]/.exec(text)?.[1]
    if (value || variable)
      found.push({ text: variable ? `getenv("${variable}", "${value ?? ''}")` : value!, file, offset: match.index })
  }
  return found
}

/** Flags that fill a variable or an attribute: argparse, click, Go's `IntVar`, commander, yargs. */
function options(name: string, masked: Masked, file: string): Expression[] {
  const found: Expression[] = []
  const calls =
    /(?:\badd_argument|\boption|\boptions?|\b\w+\.(?:Int|String|Uint)\w*Var\w*|\bSetDefault|\bset_defaults|\bsetdefault)\(/g
  for (const call of callsOf(masked, calls)) {
    const whole = call.args.map((one) => one.text).join(', ')
    const dashed = new RegExp(
      `["'\`](?:-\\w,?\\s*)?(?:--)?${name.replaceAll('_', '[-_]')}(?:[ =]?[<[]\\w+[>\\]])?["'\`]`,
      'i',
    )
    const bound = new RegExp(`&[\\w.]*\\b${name}\\b`)
    if (!dashed.test(whole) && !bound.test(whole)) continue
    const flag = /["'`]--?([\w-]+)|(?:Var\w*\(|,\s*)["'`]([\w-]+)["'`]/.exec(whole)
    const fallback =
      call.args.find((one) => one.key === 'default') ??
      call.args.find((one) => /^["'`]?[\w.]*:?\d{2,5}["'`]?$/.test(one.text))
    const inside = /\bdefault\s*:\s*([^,}]+)/.exec(whole)
    const text = fallback?.text ?? inside?.[1] ?? ''
    found.push({
      text: `flags().String("${flag?.[1] ?? flag?.[2] ?? name}", ${text})`,
      file,
      offset: fallback?.start ?? call.start,
    })
  }
  return found
}

/** A function without arguments of that name: what it returns. */
function returned(name: string, masked: Masked, file: string): Expression[] {
  const pattern = new RegExp(
    `\\b(?:def|func|function|fn|fun|int|Integer|string|String)\\s+${name}\\s*\\([^)]*\\)[^\\n{:=]*[{:=]`,
    'g',
  )
  return [...masked.bare.matchAll(pattern)].flatMap((match) => {
    const from = match.index + match[0].length
    return [...masked.bare.slice(from, from + 600).matchAll(/\breturn\s+/g)].slice(0, 3).map((one) => {
      const offset = from + one.index + one[0].length
      return { text: expressionAt(masked, offset), file, offset }
    })
  })
}
