// A legacy Dockerfile of a language without a recipe: kept, and mended by spans where a rule can be kept that way.
import { DockerfileParser, type Instruction } from 'dockerfile-ast'
import type { ServiceDefinition } from '../../../model/service.ts'
import { healthTest, USER } from './image.ts'
import { argumentsOf, type Change, secretless } from './legacy.ts'
import { bashProbe, wgetProbe } from './probes.ts'

interface Repaired {
  text: string
  changes: Change[]
  test?: string[]
}

interface Span {
  line: number
  endLine: number
  text: string
  was: string
  why: string
}

export function repair(
  text: string,
  { definition, digest }: { definition: ServiceDefinition; digest: string },
): Repaired {
  const all = DockerfileParser.parse(text).getInstructions()
  const base = all.filter((it) => it.getKeyword() === 'FROM').at(-1)
  const from = base?.getRange().start.line ?? 0
  const last = all.filter((it) => it.getRange().start.line >= from)
  const find = (keyword: string): Instruction | undefined => last.filter((it) => it.getKeyword() === keyword).at(-1)
  const test = healthTest(base && /alpine|busybox/.test(argumentsOf(base)) ? wgetProbe : bashProbe, definition)
  const spans: Span[] = []
  const added: Change[] = []
  const tail: string[] = []
  const change = (it: Instruction, wanted: string, why: string): void => {
    const { start, end } = it.getRange()
    spans.push({ line: start.line, endLine: end.line, text: wanted, was: `${it.getKeyword()} ${argumentsOf(it)}`, why })
  }
  const add = (line: string, why: string): void => {
    tail.push(line)
    added.push({ line: 0, was: '', what: 'added', why: `${line.split(' ')[0]}: ${why}` })
  }

  const user = find('USER')
  if (user && !/^[1-9]\d*(:\d+)?$/.test(argumentsOf(user))) change(user, `USER ${USER}`, 'numeric and not root')
  if (!user) add(`USER ${USER}`, 'numeric and not root')
  const health = find('HEALTHCHECK')
  if (test !== undefined) {
    const line = `HEALTHCHECK CMD ${JSON.stringify(test)}`
    if (health) change(health, line, 'asks on the container port, in exec form')
    else add(line, 'nobody else would ask')
  }
  for (const keyword of ['CMD', 'ENTRYPOINT']) {
    const it = find(keyword)
    const words = it && plainWords(argumentsOf(it))
    if (it && words) change(it, `${keyword} ${JSON.stringify(words)}`, 'exec form, so that signals reach the program')
  }
  const ports = Object.values(definition.ports)
  const exposed = find('EXPOSE')
  if (exposed && ports.length > 0) change(exposed, `EXPOSE ${ports.join(' ')}`, 'ports are those of the definition')
  if (!exposed && ports.length > 0) add(`EXPOSE ${ports.join(' ')}`, 'ports are those of the definition')
  if (!find('STOPSIGNAL')) add('STOPSIGNAL SIGTERM', 'said, not assumed')
  add(
    `LABEL io.trade2026.service="${definition.id}" io.trade2026.source="${digest}"`,
    'a changed byte changes the image',
  )
  return {
    text: spliced(text, spans, tail),
    changes: [
      ...spans.map(({ line, was, why }): Change => ({ line: line + 1, was: secretless(was), what: 'replaced', why })),
      ...added,
    ],
    ...(test === undefined ? {} : { test }),
  }
}

/** Undefined for what is exec form already, and for what only a shell can run. */
function plainWords(text: string): string[] | undefined {
  if (text.startsWith('[')) return undefined
  const words = (text.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  if (words[0] === 'exec') words.shift()
  return words.length === 0 || words.some((word) => /[|&;<>`$*?]/.test(word) || /^\w+=/.test(word)) ? undefined : words
}

/** Whole instructions are exchanged, bottom up; every other line stays byte for byte. */
function spliced(text: string, spans: Span[], tail: string[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text.split(/\r?\n/)
  for (const { line, endLine, text: wanted } of [...spans].sort((a, b) => b.line - a.line))
    lines.splice(line, endLine - line + 1, wanted)
  while (lines.at(-1) === '') lines.pop()
  return [...lines, ...tail, ''].join(eol)
}
