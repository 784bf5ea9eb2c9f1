// Scripts of Windows: batch and PowerShell, read line by line. A variable that a launcher sets comes from compose; what it starts
// is read, not carried over. A script that does work (asks a peer, copies files) is edited like other code.
import type { FileModel, Language } from '../../model.ts'
import { assignmentOf, readCommand } from '../command/read.ts'
import { commandsIn, type Word } from '../command/words.ts'
import { argumentValue } from '../command.ts'
import { dataModel, isPort, type Value } from './values.ts'

const PROGRAM =
  /(^|[\\/\s"'&@])(start|nssm|Start-Process|New-Service|Start-Service|python\w?|node|javaw?|dotnet|npm|npx|pnpm|yarn|uvicorn|gunicorn|flask|php|ruby|mvn|waitress-serve|celery|pm2)(\.exe|\.cmd)?["']?[ \t]+[^\s=]|\bsc(\.exe)?[ \t]+(create|config)\b|^[ \t]*go\s+run\b/im

/** It starts services, rather than doing work of its own. */
export function isLauncher(text: string): boolean {
  return PROGRAM.test(text.replaceAll(/^[ \t]*(@?rem\b|::|#|@?echo\b|Write-\w+).*$/gim, ''))
}

export function batchModel(text: string): FileModel {
  const masked = text.replaceAll(/^[ \t]*(@?rem\b|::)[^\r\n]*/gim, blank)
  return scriptModel('launcher', text, masked, [], /^\s*(@?rem\b|::)/i)
}

export function powershellModel(text: string, language: Language): FileModel {
  const here: Value[] = []
  const masked = text.replaceAll(
    /<#[\s\S]{0,9000}?#>|@(["'])\r?\n[\s\S]{0,9000}?\r?\n\1@|"(?:`[\s\S]|[^"`]){0,4000}"|'[^'\r\n]*'|(?<=^|[\s;{(])#[^\r\n]*|@?[{}]|,|@(?=\()|(?<==)(?=["'$\d])/g,
    (token, _quote, offset: number) => {
      if (/^["']/.test(token) || token === '') return token
      if (/^@["']/.test(token)) here.push(...hereValues(token, offset))
      return /^@?[{}]$/.test(token) ? token.replaceAll(/./g, ';') : blank(token)
    },
  )
  return scriptModel(language, text, masked, here, /(^|\s)#/)
}

function scriptModel(language: Language, text: string, masked: string, more: Value[], comment: RegExp): FileModel {
  const launcher = isLauncher(text)
  // A backslash at the end of a line goes on in no shell of Windows.
  const readable = masked.replaceAll(/\\(?=\r?\n)/g, '_')
  const found = commandsIn(readable, 0, readable.length).flatMap((words) => valuesOf(words, text, launcher))
  const blocks = [...text.matchAll(/<#[\s\S]{0,9000}?#>/g)]
  const inComment = (offset: number): boolean =>
    comment.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1)) ||
    blocks.some((block) => block.index <= offset && offset < block.index + block[0].length)
  return dataModel(language, text, { values: [...found, ...more], errors: [], shape: found.map(() => '.'), inComment })
}

function valuesOf(words: Word[], text: string, launcher: boolean): Value[] {
  const setting = settingOf(words)
  if (setting !== undefined) {
    const { name, variable, value, rest, others } = setting
    const named = (word: Word): Value => {
      const env = (launcher ? variable : undefined) ?? fallbackOf(text, word.start)
      const context = env === undefined ? (launcher ? { launched: true } : {}) : { env }
      const value = plain(word, name, scopeOf(text, word.start), context)
      return { ...value, path: [...ownerOf(text, word.start), name] }
    }
    return rest.length > 0 ? valuesOf(rest, text, launcher) : [value, ...others].map(named)
  }
  // `start http://…` opens a browser.
  const browser = /^@?start$/i.test(words[0]!.raw) && words.slice(1, 3).some(({ raw }) => /^https?:/.test(raw))
  const env = environmentCall(words)
  if (env !== undefined) return [plain(env.value, env.name, 'file', { env: env.name })]
  const membership = words.some(({ raw }) => /^-[ic]?(not)?(contains|in)$/i.test(raw))
  const said = words[0]!.raw.replace(/^@/, '').toLowerCase() === 'echo'
  const previous = new Map(words.map((word, index) => [word.start, words[index - 1]?.raw ?? '']))
  return readCommand(text, words).map((one, index) => {
    const value = argumentValue(one, { environment: true })
    const before = previous.get(one.start) ?? ''
    const fallback = fallbackOf(text, one.start)
    const compared =
      membership ||
      /^-[ic]?(eq|ne|like|notlike|match|notmatch|in|notin|contains|replace)$|^==$|^(equ|neq)$/i.test(before)
    const call = browser || said ? { call: { name: 'echo', start: one.command, argument: index } } : {}
    const stays = launcher && one.variable === undefined && fallback === undefined ? { launched: true } : {}
    return {
      ...value,
      context: {
        ...value.context,
        ...(compared ? { compared } : {}),
        ...(fallback ? { env: fallback } : {}),
        ...call,
        ...stays,
      },
    }
  })
}

interface Setting {
  name: string
  variable?: string
  value: Word
  /** More of an expression or a list. */
  others: Word[]
  /** A command whose answer the name gets. */
  rest: Word[]
}

/** `set X=v`, `set "X=v"`, `setx X v`, `$env:X = "v"`, `$x = "v"`, `Host = "v"` of a hash table. */
function settingOf(words: Word[]): Setting | undefined {
  const at = words.findIndex(({ raw }) => /^@?set$/i.test(raw))
  if (at >= 0 && words[at + 1] !== undefined) {
    const first = words[at + 1]!
    const last = words.at(-1)!
    const whole = { start: first.start, end: last.end, raw: joined(words.slice(at + 1)) }
    const set = assignmentOf(whole)
    return set && { name: set.name, variable: set.name, value: set.value, others: [], rest: [] }
  }
  if (/^setx$/i.test(words[0]!.raw) && words[2])
    return { name: words[1]!.raw, variable: words[1]!.raw, value: words[2], others: [], rest: [] }
  const open = words.findIndex(({ raw }) => raw === '=' || raw === '??=')
  const [left, right] = open > 0 ? [words[open - 1]!, words[open + 1]] : [words[0]!, undefined]
  const glued = open > 0 ? undefined : /^((?:\[[\w.]+\])?\$?[\w:]+)=(?=["'$\d])/.exec(left.raw)
  const value = glued ? unquoted(left, glued[0].length) : right
  const name = /^(?:\[[\w.[\]]+\])?(\$(?:env:|script:|global:)?)?([A-Za-z_]\w*)$/i.exec(glued ? glued[1]! : left.raw)
  if (name === null || value === undefined) return undefined
  const variable = /^\$env:$/i.test(name[1] ?? '') ? { variable: name[2]! } : {}
  const answers = open > 0 && /^[A-Za-z][\w-]*$/.test(value.raw) && words.length > open + 2
  return {
    name: name[2]!,
    ...variable,
    value,
    others: words.slice(open > 0 ? open + 2 : 1),
    rest: answers ? words.slice(open + 1) : [],
  }
}

function joined(words: readonly Word[]): string {
  return words.reduce((line, { start, raw }) => line.padEnd(start - words[0]!.start) + raw, '')
}

function unquoted({ start, end, raw }: Word, offset: number): Word {
  const quoted = /["']/.test(raw[offset] ?? '') ? 1 : 0
  return { start: start + offset + quoted, end: end - quoted, raw: raw.slice(offset + quoted, raw.length - quoted) }
}

/** `[Environment]::SetEnvironmentVariable("X", "v", …)`: its arguments come as a command of their own. */
function environmentCall(words: Word[]): { name: string; value: Word } | undefined {
  const scope = words[2]?.raw
  const [name, value] = words
  return words.length === 3 && /^(Machine|User|Process)$/.test(scope ?? '') && /^\w+$/.test(name!.raw)
    ? { name: name!.raw, value: value! }
    : undefined
}

/** `$env:X ?? "…"`, `if ($env:X) { $env:X } else { "…" }`: the default of the variable. */
function fallbackOf(text: string, start: number): string | undefined {
  const before = text.slice(Math.max(0, start - 160), start)
  return (
    /\$env:(\w+)\s*\?\?\s*["']?$/i.exec(before)?.[1] ??
    /if\s*\(\s*\$env:(\w+)\s*\)\s*\{[^{}]*\}\s*else\s*\{\s*["']?$/i.exec(before)?.[1] ??
    /if\s+(?:not\s+defined\s+(\w+))\s*\(?\s*(?:set\s+"?\w+=)?$/i.exec(before)?.[1]
  )
}

/** Keys of one hash table belong together. */
function scopeOf(text: string, offset: number): string {
  const open = tableAround(text, offset)
  return open === undefined ? 'file' : `hash:${open}`
}

/** `$depot = @{ Port = 6107 }`: the port of that, not the service's own. */
function ownerOf(text: string, offset: number): string[] {
  const open = tableAround(text, offset) ?? 0
  const name = /\$(?:script:|global:)?(\w+)\s*=\s*$/i.exec(text.slice(Math.max(0, open - 100), open))?.[1]
  return name === undefined ? [] : [name]
}

function tableAround(text: string, offset: number): number | undefined {
  const before = text.slice(Math.max(0, offset - 2000), offset)
  const open = before.lastIndexOf('@{')
  return open < 0 || before.includes('}', open) ? undefined : offset - before.length + open
}

function plain({ start, raw }: Word, name: string, scope: string, context: Value['context']): Value {
  const trimmed = raw.trimEnd()
  const end = start + trimmed.length
  return { start, end, escapes: 'none', path: [name], scope, number: isPort(trimmed), context }
}

/** Lines of a text that stands in the script: settings of a file it writes. */
function hereValues(token: string, offset: number): Value[] {
  return [
    ...token.matchAll(/^(?!@|["']@|[ \t]*[#;])[ \t]*(?:([\w.-]+)[ \t]*[=:][ \t]+|([\w.-]+)=)?([^\r\n]+?)[ \t]*\r?$/gm),
  ].map((match) => {
    const end = offset + match.index + match[0].trimEnd().length
    const name = match[1] ?? match[2]
    return { ...plain({ start: end - match[3]!.length, end, raw: match[3]! }, name ?? 'text', `here:${offset}`, {}) }
  })
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ')
}
