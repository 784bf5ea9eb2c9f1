// Configuration made of lines: a word and its arguments (haproxy, redis.conf, pg_hba, logstash, many daemons). Lines that are
// not indented, or that open a brace, name what is indented or braced below them.
import type { FileModel } from '../../model.ts'
import { dataModel, isPort, type Value } from './values.ts'

const WORD = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"',=>[\]{}]+/g
const QUESTION = /^(acl|allow|deny|if|unless|when|trusted|permit|except|match)$/i
/** `host all all 127.0.0.1/32 trust`: a rule of pg_hba.conf about who may come. */
const RULE = /^(host|hostssl|hostnossl|local)$/

/** Kinds of sections of haproxy: what follows is the name. */
const SECTION = /^(frontend|backend|listen|defaults|global|peers|resolvers|userlist)$/

interface Line {
  words: { start: number; text: string }[]
  indent: number
  opens: boolean
  closes: boolean
}

export function directivesModel(text: string): FileModel {
  const values: Value[] = []
  const shape: string[] = []
  const blocks: { names: string[]; indent: number; braced: boolean; start: number }[] = []
  for (const line of linesOf(text)) {
    if (line.closes) while (blocks.length > 0 && !blocks.pop()!.braced);
    const [head, ...args] = line.words
    if (head === undefined) continue
    while (blocks.length > 0 && !blocks.at(-1)!.braced && blocks.at(-1)!.indent >= line.indent) blocks.pop()
    const names = blocks.flatMap((block) => block.names)
    shape.push(head.text, line.opens ? '{' : '')
    const scope = `block:${blocks.at(-1)?.start ?? 0}`
    const asks = QUESTION.test(head.text) || (RULE.test(head.text) && args.length > 2)
    for (const word of args) add(word, [...names, plain(head.text)], scope, asks, values)
    if (line.opens || line.indent === 0)
      blocks.push({
        names: line.words
          .map(({ text: word }) => word)
          .filter((word, index) => /^[A-Za-z][\w.-]*$/.test(word) && !(index === 0 && SECTION.test(word))),
        indent: line.indent,
        braced: line.opens,
        start: head.start,
      })
  }
  return dataModel('ini', text, { values, errors: [], shape, comment: /(^|\s)(#|;|\/\/)/ })
}

function add(
  word: { start: number; text: string },
  path: string[],
  scope: string,
  asks: boolean,
  values: Value[],
): void {
  const quoted = /^["']/.test(word.text) ? 1 : 0
  const raw = plain(word.text)
  const start = word.start + quoted
  const directive = path.at(-1)!
  values.push({
    start,
    end: start + raw.length,
    escapes: 'none',
    path,
    scope,
    number: isPort(raw),
    context: asks
      ? { compared: true }
      : directive === 'bind' || directive === 'listen'
        ? { call: { name: directive, start: word.start, argument: 0 } }
        : {},
  })
}

function plain(word: string): string {
  return /^["']/.test(word) ? word.slice(1, -1) : word
}

function* linesOf(text: string): Generator<Line> {
  let offset = 0
  for (const whole of text.split('\n')) {
    const line = whole.replace(/(^|\s)(#|;|\/\/).*$/, '').trimEnd()
    yield {
      words: [...line.matchAll(WORD)].map((match) => ({ start: offset + match.index, text: match[0] })),
      indent: line.length - line.trimStart().length,
      opens: line.endsWith('{'),
      closes: line.trimStart().startsWith('}'),
    }
    offset += whole.length + 1
  }
}
