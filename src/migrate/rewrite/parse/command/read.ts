// What the words of one command are: variables set for it, values of flags, arguments of a program that dials, or of one that runs.
import { flagName, isSwitch, type Manner, mannerOf, WRAPPER } from './tools.ts'
import { type Commands, commandsIn, tailOf, type Word } from './words.ts'

/** One value on a command line. */
export interface Argument {
  start: number
  end: number
  raw: string
  /** Names it goes by: the variable, the flag, `host` or `port` of a pair. */
  path: string[]
  /** The variable that is set. */
  variable?: string
  /** The program, where it dials, prints, looks up or listens by its argument; not for a program of the system. */
  call?: string
  /** Where its command starts: values of one command belong together. */
  command: number
}

interface Reading {
  text: string
  words: Word[]
  found: Argument[]
  command: number
}

export function readCommands(text: string, commands: Commands): Argument[] {
  return commands.flatMap((words) => readCommand(text, words))
}

/** A command whose words are known already: the elements of an exec form. */
export function readCommand(text: string, words: Word[]): Argument[] {
  const reading: Reading = { text, words, found: [], command: words[0]?.start ?? 0 }
  let index = 0
  for (; index < words.length; index++) {
    const word = words[index]!
    const set = assignmentOf(word)
    if (set) reading.found.push({ ...argument(set.value, [set.name], reading), variable: set.name })
    else if (!isWrapper(words, index)) break
  }
  if (index < words.length) readProgram(reading, index)
  return reading.found
}

/** `sudo -E`, `timeout 5`, `npx --yes`: flags and seconds of a wrapper. */
function isWrapper(words: readonly Word[], index: number): boolean {
  const { raw } = words[index]!
  if (WRAPPER.test(toolOf(raw))) return true
  return index > 0 && /^(-[\w-]+|\d+[smh]?)$/.test(raw) && !/^-(c|lc)$/.test(raw)
}

export function assignmentOf(word: Word): { name: string; value: Word } | undefined {
  const match = /^([A-Za-z_]\w*)\+?=/.exec(word.raw)
  return match ? { name: match[1]!, value: tailOf(word, match[0].length) } : undefined
}

/** Program without folder and ending. */
export function toolOf(raw: string): string {
  return (
    raw
      .slice(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1)
      .replace(/\.(exe|sh|cmd|bat|py|js|rb)$/i, '')
      // `%NSSM% install …`, `& $nssm set …`: a variable named after the program it holds.
      .replace(/^[%$]\{?(\w+)[%}]?$/, '$1')
  )
}

function readProgram(reading: Reading, at: number): void {
  const { words } = reading
  const program = words[at]!
  // Arguments alone: the image or the unit names the program.
  if (flagOf(program) !== undefined) {
    readArguments(reading, at, '', 'runs')
    return
  }
  let tool = toolOf(program.raw)
  reading.found.push(argument(program, [], reading))
  if (/^(sh|bash|ash|dash|zsh|cmd|powershell|pwsh)$/i.test(tool)) {
    const inner = words.findIndex(({ raw }, index) => index > at && /^(-\w*c|\/c|-Command)$/i.test(raw))
    if (inner > 0) {
      readInner(reading, inner + 1)
      return
    }
  }
  if (/^nssm$/i.test(tool) && readSettings(reading, at)) return
  if (/^open$/.test(tool)) tool = 'xdg-open'
  const module = words[at + 1]?.raw === '-m' ? words[at + 2]?.raw : undefined
  if (module !== undefined && /^python|^py$/.test(tool)) tool = module === 'http.server' ? 'serve' : module
  const serving = words.find(({ raw }) => /^(runserver|runserver_plus)$/.test(raw))?.raw
  readArguments(reading, at + 1, serving ?? tool, mannerOf(tool))
}

/** `nssm set crane AppEnvironmentExtra K=v L=w`. */
function readSettings(reading: Reading, at: number): boolean {
  const extra = reading.words.findIndex(({ raw }, index) => index > at && /^AppEnvironment(Extra)?$/i.test(raw))
  if (extra < 0) return false
  for (const { start, end, raw } of reading.words.slice(extra + 1)) {
    const sign = /^[:+]/.test(raw) ? 1 : 0
    const set = assignmentOf({ start: start + sign, end, raw: raw.slice(sign) })
    if (set) reading.found.push({ ...argument(set.value, [set.name], reading), variable: set.name })
  }
  return true
}

/** `sh -c "…"`: one word with commands of its own, or the rest of the line. */
function readInner(reading: Reading, at: number): void {
  const { text, words, found } = reading
  for (const word of words.slice(at)) found.push(...readCommands(text, commandsIn(text, word.start, word.end)))
}

function readArguments(reading: Reading, from: number, tool: string, manner: Manner): void {
  const { words, found } = reading
  const call =
    manner === 'runs' && !/^(echo|printf|serve|runserver|runserver_plus|logger|xdg-open|Write-\w+)$/i.test(tool)
      ? undefined
      : tool
  const add = (word: Word, path: string[]): void => {
    found.push({ ...argument(word, path, reading), ...(call === undefined ? {} : { call }) })
  }
  let host = false
  for (let index = from; index < words.length; index++) {
    const word = words[index]!
    const flag = flagOf(word)
    if (flag === undefined) {
      const paired = manner !== 'runs' && host && /^\d{2,5}$/.test(word.raw)
      host = manner !== 'runs' && isHost(word.raw)
      add(word, paired ? ['port'] : host ? ['host'] : [])
      continue
    }
    host = false
    if (flag.value) addFlag(flag.value, flag.name)
    else if (index + 1 < words.length && flagOf(words[index + 1]!) === undefined && !isSwitch(flag.name, tool, manner))
      addFlag(words[++index]!, flag.name)
  }

  function addFlag(value: Word, flag: string): void {
    const set = /^(-e|--env|--build-arg|--set)$/.test(flag) ? assignmentOf(value) : undefined
    if (set) found.push({ ...argument(set.value, [set.name], reading), variable: set.name })
    else if (isPrivate(flag)) add(value, [flag, 'bind'])
    else add(value, property(flag) ?? [flagName(flag, tool, manner)])
  }
}

/** `--inspect=…`, `-agentlib:jdwp=…`: somebody's debugger. */
function isPrivate(flag: string): boolean {
  return /^--?(inspect(-brk|-port)?|debug(-\w+)?|agentlib:jdwp|Xrunjdwp.*|jmx[\w.-]*|pprof[\w.-]*)$/.test(flag)
}

/** `-Dtariff.url`, `--server.port`: the keys of a property. */
function property(flag: string): string[] | undefined {
  const match = /^(?:-D|--)([A-Za-z][\w-]*(?:[.:][\w-]+)+)$/.exec(flag) ?? /^-D([\w-]+)$/.exec(flag)
  return match ? match[1]!.split(/[.:]/) : undefined
}

/** `--flag`, `--flag=value`, `-p6101`, `/flag:value` of Windows is not one. */
export function flagOf({ start, end, raw }: Word): { name: string; value?: Word } | undefined {
  if (!/^--?[A-Za-z]/.test(raw)) return undefined
  const word = { start, end, raw }
  const equals = /^(--?[A-Za-z][\w.:-]*?)=/.exec(raw)
  if (equals) return { name: equals[1]!, value: tailOf(word, equals[0].length) }
  const attached = /^(-[a-zA-Z])(?=\d|localhost|127\.|0\.0\.0\.0|\[)/.exec(raw)
  return attached ? { name: attached[1]!, value: tailOf(word, 2) } : { name: raw }
}

function isHost(raw: string): boolean {
  return /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[?::1?\]?|[\w-]+(\.[\w-]+)+|\$\{?\w+\}?)$/.test(raw)
}

function argument({ start, end, raw }: Word, path: string[], { command }: Reading): Argument {
  return { start, end, raw, path, command }
}
