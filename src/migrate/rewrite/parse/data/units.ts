// Files that start services on a host: systemd units, supervisor programs, Procfiles, crontabs, make recipes.
// A variable they set is the container's environment, so compose sets it (`env`); addresses in their commands are edited.
import type { DataLanguage, FileModel } from '../../model.ts'
import { assignmentOf } from '../command/read.ts'
import { commandsIn, type Word } from '../command/words.ts'
import { commandValues } from '../command.ts'
import { isTestTask } from './launch.ts'
import { dataModel, isPort, type Value } from './values.ts'

interface Line {
  start: number
  end: number
  raw: string
}

type Reader = (line: Line, text: string, section: string) => Value[]

export function systemdModel(text: string): FileModel {
  return unitModel('systemd', text, systemdLine, /\\[ \t]*$/)
}

export function supervisorModel(text: string): FileModel {
  return unitModel('ini', text, supervisorLine)
}

export function procfileModel(text: string): FileModel {
  return unitModel('procfile', text, (line, whole) => commandAfter(/^[ \t]*[\w.-]+[ \t]*:[ \t]*/, line, whole))
}

export function crontabModel(text: string): FileModel {
  const schedule = /^[ \t]*(?:@\w+|(?:\S+[ \t]+){4}\S+)[ \t]+/
  return unitModel('crontab', text, (line, whole) =>
    /^[ \t]*[A-Za-z_]\w*[ \t]*=/.test(line.raw) ? assignment(line) : commandAfter(schedule, line, whole),
  )
}

export function makefileModel(text: string): FileModel {
  let target = ''
  const read: Reader = (line, whole) => {
    if (!line.raw.startsWith('\t')) {
      target = /^([\w.%/-]+)[ \t]*:(?!=)/.exec(line.raw)?.[1] ?? target
      return assignment(line)
    }
    return commandAfter(/^\t[ \t]*[@+-]*/, line, whole, false, isTestTask(target) ? { test: true } : {})
  }
  return unitModel('makefile', text, read, /\\[ \t]*$/)
}

export function isSupervisor(text: string): boolean {
  return /^\[(program:|group:|supervisord\]|fcgi-program:|eventlistener:)/m.test(text)
}

/** Logical lines: with what goes on below, by a mark at the end or by indentation. */
function unitModel(language: DataLanguage, text: string, read: Reader, goesOn?: RegExp): FileModel {
  const values: Value[] = []
  const shape: string[] = []
  let section = ''
  let open: Line | undefined
  let last = ''
  const close = (): void => {
    if (open === undefined) return
    open.raw = text.slice(open.start, open.end)
    shape.push(/^[ \t]*[^=:\s]*/.exec(open.raw)![0])
    values.push(...read(open, text, section))
    open = undefined
  }
  for (const match of text.matchAll(/[^\n]+/g)) {
    const raw = match[0].replace(/\r$/, '')
    if (/^[ \t]*([#;]|$)/.test(raw)) continue
    const head = /^\[([^\]]+)\]/.exec(raw)
    const more = open !== undefined && (goesOn ? goesOn.test(last) : language === 'ini' && /^[ \t]/.test(raw))
    last = raw
    if (more) {
      open!.end = match.index + raw.length
      continue
    }
    close()
    if (head && language !== 'procfile') {
      section = head[1]!
      shape.push(raw)
    } else open = { start: match.index, end: match.index + raw.length, raw }
  }
  close()
  return dataModel(language, text, {
    values,
    errors: [],
    shape,
    comment: language === 'ini' ? /^[ \t]*[#;]|[ \t];/ : /^[ \t]*[#;]|[ \t]#/,
  })
}

function systemdLine(line: Line, text: string, section: string): Value[] {
  const key = /^[ \t]*([A-Za-z]\w*)[ \t]*=[ \t]*/.exec(line.raw)
  if (key === null) return []
  const start = line.start + key[0].length
  const name = key[1]!
  if (name === 'Environment')
    return commandsIn(text, start, line.end)
      .flat()
      .flatMap((word) => variable(word, 'file'))
  if (/^Exec|^HealthCmd$/.test(name)) {
    const prefix = /^[-@:+!]*/.exec(text.slice(start, line.end))![0].length
    const context = name === 'HealthCmd' ? { probe: true } : {}
    return commandValues(text, start + prefix, line.end, { environment: true, context })
  }
  const value = { start, end: line.end, raw: text.slice(start, line.end) }
  if (/^Listen/.test(name)) return [plain(value, isPort(value.raw) ? ['listen', 'port'] : [name])]
  return [plain(value, [section, name], /^IPAddress/.test(name) ? { stays: 'who may connect' } : {})]
}

function supervisorLine(line: Line, text: string, section: string): Value[] {
  const key = /^[ \t]*([A-Za-z_]\w*)[ \t]*[=:][ \t]*/.exec(line.raw)
  if (key === null) return []
  const start = line.start + key[0].length
  const name = key[1]!
  if (name === 'environment')
    return [
      ...text.slice(start, line.end).matchAll(/(?<!\w)([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^,\s"']*))/g),
    ].flatMap((match) => {
      const raw = match[2] ?? match[3] ?? match[4]!
      const end = start + match.index + match[0].length - (match[4] === undefined ? 1 : 0)
      return [set(match[1]!, { start: end - raw.length, end, raw }, section)]
    })
  if (name === 'command') {
    const note = /[ \t];[^\n]*$/.exec(text.slice(start, line.end))
    return commandValues(text, start, note ? start + note.index : line.end, { environment: true, folded: true })
  }
  const control = /^(inet_http_server|unix_http_server|supervisorctl)$/.test(section)
  const value = { start, end: line.end, raw: text.slice(start, line.end).replace(/[ \t]+;.*$/, '') }
  return [plain(value, [section, name], control ? { stays: 'the control port of the supervisor' } : {})]
}

/** `K = v`, `K := v`; `K ?= v` gives way to the environment. */
function assignment(line: Line): Value[] {
  const match =
    /^[ \t]*(?:export[ \t]+|override[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*([?:+!]*)=[ \t]*(.*?)[ \t]*(?:[ \t]#.*)?$/s.exec(
      line.raw,
    )
  if (match === null) return []
  const start = line.start + line.raw.indexOf(match[3]!, line.raw.indexOf('=') + 1)
  const word = unquoted({ start, end: start + match[3]!.length, raw: match[3]! })
  const found = plain(word, [match[1]!])
  return [match[2] === '?' ? { ...found, context: { env: match[1]! } } : found]
}

function unquoted(word: Word): Word {
  return /^(["']).*\1$/.test(word.raw) ? { start: word.start + 1, end: word.end - 1, raw: word.raw.slice(1, -1) } : word
}

function commandAfter(
  head: RegExp,
  line: Line,
  text: string,
  environment = true,
  context: Value['context'] = {},
): Value[] {
  const found = head.exec(line.raw)
  return found ? commandValues(text, line.start + found[0].length, line.end, { environment, context }) : []
}

function variable(word: Word, scope: string): Value[] {
  const found = assignmentOf(word)
  return found ? [set(found.name, found.value, scope)] : []
}

/** A variable of the service: compose sets it, the launcher stays. */
function set(name: string, word: Word, scope: string): Value {
  return { ...plain(word, [name], { env: name }), scope }
}

function plain({ start, raw }: Word, path: string[], context: Value['context'] = {}): Value {
  const trimmed = raw.trimEnd()
  const end = start + trimmed.length
  return { start, end, escapes: 'none', path, scope: 'file', number: isPort(trimmed), context }
}
