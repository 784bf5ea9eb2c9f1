// Dockerfiles as values: variables, exposed ports, and the commands inside RUN, CMD, ENTRYPOINT and HEALTHCHECK.
// Own reader over instructions (docs.docker.com/reference/dockerfile): continuations, comments between them, heredocs.
import type { FileModel } from '../../model.ts'
import { assignmentOf } from '../command/read.ts'
import { commandsIn, type Word } from '../command/words.ts'
import { commandValues, wordValues } from '../command.ts'
import { dataModel, isPort, type Value } from './values.ts'

interface Instruction {
  name: string
  /** Arguments: behind the name, to the end of the last line. */
  start: number
  end: number
  heredocs: { start: number; end: number }[]
}

export function dockerfileModel(text: string): FileModel {
  const instructions = instructionsOf(text)
  const values = instructions.flatMap((one) => valuesOf(one, text))
  const shape = instructions.map(({ name }) => name)
  return dataModel('dockerfile', text, { values, errors: [], shape, comment: /^\s*#/ })
}

function instructionsOf(text: string): Instruction[] {
  const goesOn = /^#\s*escape\s*=\s*`/im.test(text.slice(0, 400)) ? '`' : '\\'
  const found: Instruction[] = []
  const lines = /[^\n]*(?:\n|$)/y
  let open: Instruction | undefined
  for (;;) {
    const offset = lines.lastIndex
    if (offset >= text.length) break
    const line = lines.exec(text)![0].replace(/\r?\n$/, '')
    if (/^\s*(#|$)/.test(line)) continue
    if (open === undefined) {
      const head = /^\s*(?:ONBUILD\s+)?([A-Za-z]+)(?:\s+|$)/i.exec(line)
      if (head === null) continue
      open = { name: head[1]!.toUpperCase(), start: offset + head[0].length, end: offset + line.length, heredocs: [] }
      found.push(open)
    }
    open.end = offset + line.length
    for (const [, mark] of /^(RUN|COPY|ADD)$/.test(open.name) ? line.matchAll(/<<-?["']?(\w+)["']?/g) : []) {
      const body = new RegExp(`^([\\s\\S]*?)^[ \\t]*${mark}[ \\t]*\\r?$`, 'm').exec(text.slice(lines.lastIndex))
      if (body === null) continue
      open.heredocs.push({ start: lines.lastIndex, end: lines.lastIndex + body[1]!.length })
      lines.lastIndex += body[0].length
    }
    if (!line.trimEnd().endsWith(goesOn)) open = undefined
  }
  return found
}

function valuesOf(instruction: Instruction, text: string): Value[] {
  const { name, start, end, heredocs } = instruction
  const bodies = heredocs.flatMap((body) =>
    name === 'RUN' ? commandValues(text, body.start, body.end) : linesOf(text, body.start, body.end),
  )
  if (name === 'HEALTHCHECK') {
    const head = /^(?:--\S+\s+|\\\s*\n\s*)*(CMD\s+)?/i.exec(text.slice(start, end))![0]
    return commandIn(text, start + head.length, end, { probe: true })
  }
  if (/^(RUN|CMD|ENTRYPOINT)$/.test(name)) {
    const flags = /^(?:--\S+\s+)*/.exec(text.slice(start, end))![0]
    return [...commandIn(text, start + flags.length, end), ...bodies]
  }
  const words = commandsIn(text, start, end).flat()
  if (/^(ENV|ARG)$/.test(name)) return settings(words, text, end)
  if (name === 'EXPOSE') return words.flatMap(exposed)
  return [...words.map((word) => plain(word, name)), ...bodies]
}

/** Exec form or shell form. */
function commandIn(text: string, start: number, end: number, context: Value['context'] = {}): Value[] {
  const raw = text.slice(start, end)
  if (!raw.trimStart().startsWith('[')) return commandValues(text, start, end, { context })
  const words = [...raw.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)].map((match) => ({
    start: start + match.index + 1,
    end: start + match.index + 1 + match[1]!.length,
    raw: match[1]!,
  }))
  return wordValues(text, words, { escapes: 'backslash', context })
}

/** `ENV K=v L="w"` and the older `ENV K v`. */
function settings(words: readonly Word[], text: string, end: number): Value[] {
  const [first, second] = words
  if (first !== undefined && second !== undefined && !first.raw.includes('='))
    return [variable(first.raw, { start: second.start, end, raw: text.slice(second.start, end) })]
  return words.flatMap((word) => {
    const set = assignmentOf(word)
    return set ? [variable(set.name, set.value)] : []
  })
}

function variable(name: string, { start, end, raw }: Word): Value {
  const trimmed = raw.trimEnd()
  return {
    start,
    end: end - raw.length + trimmed.length,
    escapes: 'none',
    path: [name],
    scope: 'file',
    number: isPort(trimmed),
  }
}

function exposed({ start, raw }: Word): Value[] {
  const port = /^(\d{2,5})(\/\w+)?$/.exec(raw)?.[1]
  return port === undefined
    ? []
    : [{ start, end: start + port.length, escapes: 'none', path: ['EXPOSE', 'port'], scope: 'file', number: true }]
}

function plain({ start, end, raw }: Word, name: string): Value {
  const image = name === 'FROM' ? { context: { stays: 'the name of an image' } } : {}
  return { start, end, escapes: 'none', path: [name], scope: `line:${start}`, number: isPort(raw), ...image }
}

/** Lines of a file that is written in place: `KEY=value`, or text. */
function linesOf(text: string, from: number, to: number): Value[] {
  return [...text.slice(from, to).matchAll(/^(?![ \t]*#)[ \t]*(?:([\w.-]+)[ \t]*[=:][ \t]*)?([^\r\n]+?)[ \t]*$/gm)].map(
    (match) => {
      const end = from + match.index + match[0].trimEnd().length
      return {
        start: end - match[2]!.length,
        end,
        escapes: 'none',
        path: match[1] === undefined ? [] : [match[1]],
        scope: `file:${from}`,
        number: isPort(match[2]!),
      }
    },
  )
}
