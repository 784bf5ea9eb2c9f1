// Node kinds of Python.
import type { Grammar } from '../code.ts'
import { named, parameterWithoutDefault } from '../nodes.ts'
import { pythonDialect, lastName as pythonName, stringText } from './dialect.ts'

export const PYTHON: Grammar = {
  language: 'python',
  strings: new Set(['string']),
  numbers: new Set(['integer']),
  comments: new Set(['comment']),
  identifiers: new Set(['identifier']),
  calls: new Set(['call']),
  lists: new Set(['tuple', 'list']),
  maps: new Set(['dictionary']),
  members: new Set(['attribute']),
  passes: new Set([
    'interpolation',
    'parenthesized_expression',
    'tuple',
    'argument_list',
    'call',
    'attribute',
    'concatenated_string',
    'keyword_argument',
    'boolean_operator',
    'conditional_expression',
  ]),
  conversion: /^(str|int)$/,
  names: /^(keyword_argument|pair|import|dotted_name)/,
  contentOf: (node) => {
    const open = node.namedChildren[0]!
    const close = node.namedChildren.at(-1)!
    const closed = close.type === 'string_end'
    return {
      start: open.endIndex,
      end: closed ? close.startIndex : node.endIndex,
      escapes: /r/i.test(open.text.replace(/["']+$/, '')) ? 'none' : 'backslash',
    }
  },
  isDocstring: (node) => {
    let top = node.parent
    while (top !== null && /^(concatenated_string|parenthesized_expression)$/.test(top.type)) top = top.parent
    return top?.type === 'expression_statement'
  },
  isInterpolation: (node) => node.type === 'interpolation',
  definition: (node) => {
    if (node.type === 'assignment' || node.type === 'augmented_assignment' || node.type === 'named_expression') {
      const left = node.childForFieldName('left') ?? node.childForFieldName('name')
      if (left === null || !/^(identifier|attribute)$/.test(left.type)) return undefined
      // A bare annotation (`host: str`) gives no value and is no reassignment.
      const value = node.childForFieldName('right') ?? node.childForFieldName('value')
      return value === null
        ? undefined
        : { name: pythonName(left), value: node.type === 'augmented_assignment' ? null : value }
    }
    if (node.type === 'default_parameter' || node.type === 'typed_default_parameter') {
      return { name: node.childForFieldName('name')!.text, value: node.childForFieldName('value') }
    }
    if (node.type === 'for_statement') {
      const left = node.childForFieldName('left')!
      return left.type === 'identifier' ? { name: left.text, value: null } : undefined
    }
    if (node.type === 'parameters') return undefined
    return parameterWithoutDefault(node, 'parameters')
  },
  referenceName: (node) => (/^(identifier|attribute)$/.test(node.type) ? pythonName(node) : undefined),
  combination: (node) => {
    if (node.type === 'concatenated_string') return { kind: 'join', operands: named(node) }
    if (node.type === 'binary_operator') {
      const operator = node.childForFieldName('operator')!.type
      const left = node.childForFieldName('left')!
      const right = node.childForFieldName('right')!
      if (operator === '+') return { kind: 'join', operands: [left, right] }
      if (operator === '%' && /string/.test(left.type)) {
        return {
          kind: 'format',
          pattern: left,
          values: right.type === 'tuple' ? named(right) : [right],
          holes: /%[sdri]/g,
        }
      }
    }
    if (node.type === 'call') {
      const callee = node.childForFieldName('function')!
      const object = callee.childForFieldName('object')
      if (
        callee.type === 'attribute' &&
        callee.childForFieldName('attribute')!.text === 'format' &&
        object &&
        /string/.test(object.type)
      ) {
        return {
          kind: 'format',
          pattern: object,
          values: named(node.childForFieldName('arguments')!),
          holes: /\{(\w*)(?::[^}]*)?\}/g,
        }
      }
    }
    return undefined
  },
  argumentsOf: (call) => named(call.childForFieldName('arguments')).filter((node) => node.type !== 'comment'),
  keywordOf: (node) => {
    if (node.type === 'keyword_argument')
      return { name: node.childForFieldName('name')!.text, value: node.childForFieldName('value')! }
    const key = node.type === 'pair' ? node.childForFieldName('key') : null
    return key?.type === 'string' ? { name: stringText(key), value: node.childForFieldName('value')! } : undefined
  },
  dialect: pythonDialect,
}
