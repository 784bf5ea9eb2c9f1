// Node kinds of bash.
import type { SyntaxNode } from '../../syntax.ts'
import type { Grammar, LiteralPart } from '../code.ts'
import { named } from '../nodes.ts'
import { shellDialect } from './dialect.ts'
import { argumentIn, contentOf, defaultOperator, variableIn } from './nodes.ts'

export const SHELL: Grammar = {
  language: 'shell',
  strings: new Set(['string', 'raw_string', 'ansi_c_string', 'word', 'extglob_pattern', 'regex', 'heredoc_body']),
  numbers: new Set(['number']),
  comments: new Set(['comment']),
  identifiers: new Set(['variable_name']),
  calls: new Set(['command']),
  lists: new Set(['array']),
  maps: new Set(),
  members: new Set(['simple_expansion', 'expansion']),
  passes: new Set(['expansion']),
  conversion: /^$/,
  names: /^(for_statement|declaration_command|unset_command|subscript)$/,
  formOf: (node) => (node.type === 'regex' || node.type === 'extglob_pattern' ? 'regex' : undefined),
  contentOf,
  isDocstring: () => false,
  isInterpolation: (node) => /^(simple_expansion|expansion|command_substitution|arithmetic_expansion)$/.test(node.type),
  partsOf,
  definition: (node) => {
    if (node.type === 'for_statement') return { name: node.childForFieldName('variable')?.text ?? '', value: null }
    if (node.type === 'expansion' && /=$/.test(defaultOperator(node) ?? ''))
      return { name: variableIn(node) ?? '', value: node.namedChildren[1] ?? null }
    if (node.type !== 'variable_assignment') return undefined
    const name = node.childForFieldName('name')
    if (name?.type !== 'variable_name') return undefined
    const added = node.children.some((child) => child?.type === '+=')
    return { name: name.text, value: added ? null : node.childForFieldName('value') }
  },
  referenceName: variableIn,
  combination: (node) => (node.type === 'concatenation' ? { kind: 'join', operands: named(node) } : undefined),
  argumentsOf: () => [],
  keywordOf: () => undefined,
  dialect: shellDialect,
}

/** Values inside a word or a text: `--url=…`, `/dev/tcp/host/port`, the lines of a heredoc. */
function partsOf(node: SyntaxNode): LiteralPart[] {
  if (node.type === 'heredoc_body') return lines(node)
  if (node.type !== 'word') return []
  const socket = /^\/dev\/(?:tcp|udp)\/([^/]+)\/(\d+)$/.exec(node.text)
  if (socket) {
    const end = node.endIndex - socket[2]!.length
    return [
      { start: end - 1 - socket[1]!.length, end: end - 1, path: ['host'] },
      { start: end, end: node.endIndex, path: ['port'] },
    ]
  }
  const found = node.parent?.type === 'command' && node.text.includes('=') ? argumentIn(node, node.parent) : undefined
  if (found === undefined || found.start === node.startIndex) return []
  return [{ start: found.start, end: found.end, path: found.path }]
}

/** `host=localhost`, `tariff: http://…`: settings of a file that is written in place. */
function lines(node: SyntaxNode): LiteralPart[] {
  return [
    ...node.text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:[ \t])[ \t]*(["']?)([^\r\n]*?)\2[ \t]*$/gm),
  ].map((match) => {
    const end = node.startIndex + match.index + match[0].trimEnd().length - match[2]!.length
    return { start: end - match[3]!.length, end, path: [match[1]!] }
  })
}
