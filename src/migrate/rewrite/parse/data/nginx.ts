// nginx configuration as values: each argument of a directive, named by the blocks around it and the directive itself.
// Own tokeniser (the grammar is small: words, quotes, `;`, `{`, `}`, `#`); syntax: nginx.org, "Configuration file's structure".
import type { FileModel } from '../../model.ts'
import { dataModel, isPort, type Value } from './values.ts'

const TOKEN =
  /#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[;{}]|(?:\\.|\$\{[^}\s]*\}|[^\s;{}"'#\\])(?:\\.|\$\{[^}\s]*\}|[^\s;{}\\])*/g

interface Word {
  start: number
  text: string
}

interface Block {
  names: string[]
  start: number
}

export function nginxModel(text: string): FileModel {
  const values: Value[] = []
  const shape: string[] = []
  const blocks: Block[] = []
  let words: Word[] = []
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0]
    if (token.startsWith('#')) continue
    if (token === ';' || token === '{') {
      if (words.length > 0) addDirective(words, blocks, values)
      shape.push(words[0]?.text ?? '', token)
      if (token === '{')
        blocks.push({
          names: words.map(({ text: word }) => word).filter(isName),
          start: words[0]?.start ?? match.index,
        })
      words = []
    } else if (token === '}') {
      blocks.pop()
      shape.push(token)
      words = []
    } else words.push({ start: match.index, text: token })
  }
  return dataModel('nginx', text, { values, errors: [], shape, comment: /(^|\s)#/ })
}

/** Names of a block that say something: `upstream tariff`, not the pattern of a `location`. */
function isName(word: string): boolean {
  return /^[A-Za-z][\w.-]*$/.test(word)
}

function addDirective([directive, ...args]: Word[], blocks: readonly Block[], values: Value[]): void {
  const name = directive!.text
  const path = [...blocks.flatMap(({ names }) => names), name, ...(name === 'set' ? variableOf(args) : [])]
  for (const [index, word] of args.entries()) {
    const quoted = /^["']/.test(word.text)
    const start = word.start + (quoted ? 1 : 0)
    const raw = quoted ? word.text.slice(1, -1) : word.text
    values.push({
      start,
      end: start + raw.length,
      escapes: 'none',
      path,
      scope: `block:${blocks.at(-1)?.start ?? 0}`,
      number: isPort(raw),
      context: contextOf(name, directive!.start, index),
    })
  }
}

function variableOf([name]: Word[]): string[] {
  return name === undefined ? [] : [name.text.replace(/^\$/, '')]
}

function contextOf(directive: string, start: number, argument: number): Value['context'] {
  if (directive === 'listen') return { call: { name: 'listen', start, argument } }
  // Who may come and what the host calls itself: questions about an address, not addresses.
  return /^(allow|deny|server_name|set_real_ip_from|geo|map|if|valid_referers|resolver|satisfy)$/.test(directive)
    ? { compared: true }
    : {}
}
