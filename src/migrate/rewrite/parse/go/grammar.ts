// Node kinds of Go.
import type { SyntaxNode } from '../../syntax.ts'
import type { Grammar } from '../code.ts'
import { named } from '../nodes.ts'
import { goDefinition, goSees } from './definition.ts'
import { goDialect } from './dialect.ts'
import { isCallLike, keyedElements, lastName, literalText, pairedElements, unwrap } from './nodes.ts'
import { tagParts } from './tags.ts'

export const GO: Grammar = {
  language: 'go',
  strings: new Set(['interpreted_string_literal', 'raw_string_literal']),
  numbers: new Set(['int_literal']),
  comments: new Set(['comment']),
  identifiers: new Set(['identifier', 'field_identifier']),
  calls: new Set(['call_expression', 'composite_literal', 'literal_value']),
  lists: new Set(['literal_value']),
  maps: new Set(),
  members: new Set(['selector_expression']),
  passes: new Set([
    'parenthesized_expression',
    'argument_list',
    'call_expression',
    'binary_expression',
    'selector_expression',
    'unary_expression',
    'type_conversion_expression',
  ]),
  conversion: /^(strconv\.Itoa|string|int|u?int(16|32|64)|fmt\.Sprint|strings\.TrimSpace)$/,
  names: /^(import_spec|parameter_declaration|package_clause|field_declaration|type_spec)$/,
  isName: (node, parent) => (parent.type === 'literal_element' && isKey(parent)) || isCalled(node, parent),
  sees: goSees,
  contentOf: (node) => ({
    start: node.startIndex + 1,
    end: Math.max(node.startIndex + 1, node.endIndex - 1),
    escapes: node.type === 'raw_string_literal' ? 'none' : 'backslash',
  }),
  isDocstring: () => false,
  isInterpolation: () => false,
  partsOf: (node) => (node.parent?.type === 'field_declaration' ? tagParts(node, node.parent) : []),
  definition: goDefinition,
  referenceName: (node) => {
    const inner = unwrap(node)
    return /^(identifier|selector_expression)$/.test(inner.type) ? lastName(inner) : undefined
  },
  combination: (node) => {
    if (node.type === 'binary_expression' && node.childForFieldName('operator')?.type === '+')
      return { kind: 'join', operands: [node.childForFieldName('left')!, node.childForFieldName('right')!] }
    if (node.type !== 'call_expression') return undefined
    const name = node.childForFieldName('function')!.text
    if (!/(^|\.)(Sprintf|Errorf|Printf|Fatalf|Infof|Msgf)$/.test(name)) return undefined
    const [pattern, ...values] = named(node.childForFieldName('arguments')).filter((one) => one.type !== 'comment')
    return pattern && literalText(pattern) !== undefined
      ? { kind: 'format', pattern, values: values.map(unwrap), holes: /(?<!%)%[-+#0-9.]*[sdvqxt]/g }
      : undefined
  },
  argumentsOf: (call) => {
    if (call.type === 'literal_value') return pairedElements(call)
    if (call.type === 'composite_literal') return isCallLike(call) ? keyedElements(call) : []
    return named(call.childForFieldName('arguments'))
      .filter((node) => node.type !== 'comment')
      .flatMap((node) => {
        const inner = unwrap(node)
        if (inner.type !== 'composite_literal') return [inner]
        const keyed = keyedElements(inner)
        return keyed.length > 0 ? keyed : [inner.childForFieldName('body')!]
      })
  },
  keywordOf: (node) => {
    if (node.type !== 'keyed_element') return undefined
    const key = unwrap(node.childForFieldName('key')!)
    return { name: literalText(key) ?? key.text, value: unwrap(node.childForFieldName('value')!) }
  },
  dialect: goDialect,
}

function isKey(element: SyntaxNode): boolean {
  return element.parent?.type === 'keyed_element' && element.parent.childForFieldName('key')?.id === element.id
}

/** The name of a function or method is no use of a value. */
function isCalled(node: SyntaxNode, parent: SyntaxNode): boolean {
  const callee = parent.type === 'selector_expression' && node.type === 'field_identifier' ? parent : node
  return callee.parent?.type === 'call_expression' && callee.parent.childForFieldName('function')?.id === callee.id
}
