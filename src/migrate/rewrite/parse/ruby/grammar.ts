// Node kinds of Ruby.
import type { SyntaxNode } from '../../syntax.ts'
import type { Combination, Grammar } from '../code.ts'
import { named } from '../nodes.ts'
import { rubyDialect } from './dialect.ts'
import { callArguments, calleeName, lastName, literalText, unwrap } from './nodes.ts'

const HOLES = /%(?:\{(\w+)\}|[-0-9.]*[sdi])/g

export const RUBY: Grammar = {
  language: 'ruby',
  strings: new Set(['string', 'heredoc_body', 'regex', 'bare_string', 'subshell']),
  numbers: new Set(['integer']),
  comments: new Set(['comment']),
  identifiers: new Set(['identifier', 'constant', 'instance_variable', 'class_variable', 'global_variable']),
  calls: new Set(['call']),
  lists: new Set(['array', 'string_array']),
  maps: new Set(['hash']),
  members: new Set(['scope_resolution']),
  passes: new Set([
    'interpolation',
    'parenthesized_statements',
    'argument_list',
    'call',
    'binary',
    'array',
    'hash',
    'pair',
    'chained_string',
  ]),
  conversion: /^(String|Integer|URI)$/,
  names: /^(keyword_parameter|method|class|module|alias|undef)$/,
  isName: (node, parent) => parent.type === 'call' && parent.childForFieldName('method')?.id === node.id,
  formOf: (node) => (node.type === 'regex' ? 'regex' : undefined),
  contentOf: (node) => {
    if (node.type === 'bare_string') return { start: node.startIndex, end: node.endIndex, escapes: 'none' }
    const open = node.type === 'heredoc_body' ? null : node.children[0]
    const close = node.children.at(-1)
    const start = open?.endIndex ?? node.startIndex
    const plain = open?.text === "'" && !node.text.includes('\\\\')
    return { start, end: Math.max(start, close?.startIndex ?? node.endIndex), escapes: plain ? 'none' : 'backslash' }
  },
  isDocstring: (node) => node.type === 'string' && node.parent?.type === 'program',
  isInterpolation: (node) => node.type === 'interpolation',
  definition: (node) => {
    if (node.type === 'assignment' || node.type === 'operator_assignment') {
      const left = node.childForFieldName('left')!
      if (!/^(identifier|constant|\w+_variable|call)$/.test(left.type)) return undefined
      const kept = node.type === 'assignment' || node.childForFieldName('operator')?.type === '||='
      return { name: lastName(left), value: kept ? node.childForFieldName('right') : null }
    }
    if (node.type === 'keyword_parameter' || node.type === 'optional_parameter')
      return { name: node.childForFieldName('name')!.text, value: node.childForFieldName('value') }
    const listed = node.type === 'identifier' && /^(method|block|lambda)_parameters$/.test(node.parent?.type ?? '')
    return listed ? { name: node.text, value: null } : undefined
  },
  referenceName,
  combination,
  argumentsOf: (call) => callArguments(call).map(unwrap),
  keywordOf: (node) => {
    if (node.type !== 'pair') return undefined
    const key = node.childForFieldName('key')!
    return { name: literalText(key) ?? key.text, value: unwrap(node.childForFieldName('value') ?? node) }
  },
  dialect: rubyDialect,
}

/** Plain names; a call without arguments on something is an attribute. */
function referenceName(node: SyntaxNode): string | undefined {
  const inner = unwrap(node)
  if (/^(identifier|constant|\w+_variable|scope_resolution)$/.test(inner.type)) return lastName(inner)
  const attribute = inner.type === 'call' && inner.childForFieldName('receiver') && callArguments(inner).length === 0
  return attribute ? lastName(inner) : undefined
}

function combination(node: SyntaxNode): Combination | undefined {
  if (node.type === 'chained_string') return { kind: 'join', operands: named(node) }
  if (node.type === 'binary') {
    const operator = node.childForFieldName('operator')?.type
    const left = unwrap(node.childForFieldName('left')!)
    const right = unwrap(node.childForFieldName('right')!)
    if (operator === '+') return { kind: 'join', operands: [left, right] }
    if (operator === '%' && left.type === 'string')
      return {
        kind: 'format',
        pattern: left,
        values: /^(array|hash)$/.test(right.type) ? named(right) : [right],
        holes: HOLES,
      }
  }
  if (node.type !== 'call' || !/^(Kernel\.)?(format|sprintf)$/.test(calleeName(node))) return undefined
  const [pattern, ...values] = callArguments(node).map(unwrap)
  return pattern?.type === 'string' ? { kind: 'format', pattern, values, holes: HOLES } : undefined
}
