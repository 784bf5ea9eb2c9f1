// Node kinds of PHP; the HTML around `<?php` is a literal like any other.
import type { SyntaxNode } from '../../syntax.ts'
import type { Grammar } from '../code.ts'
import { phpDialect } from './dialect.ts'
import { callArguments, calleeName, keyed, lastName, literalText, unwrap } from './nodes.ts'

const REFERENCES =
  /^(variable_name|name|member_access_expression|nullsafe_member_access_expression|scoped_property_access_expression|class_constant_access_expression)$/

export const PHP: Grammar = {
  language: 'php',
  strings: new Set(['string', 'encapsed_string', 'heredoc_body', 'nowdoc_body', 'text', 'shell_command_expression']),
  numbers: new Set(['integer']),
  comments: new Set(['comment']),
  identifiers: new Set(['name']),
  calls: new Set([
    'function_call_expression',
    'member_call_expression',
    'nullsafe_member_call_expression',
    'scoped_call_expression',
    'object_creation_expression',
  ]),
  lists: new Set(),
  maps: new Set(['array_creation_expression']),
  members: new Set([
    'variable_name',
    'member_access_expression',
    'scoped_property_access_expression',
    'class_constant_access_expression',
  ]),
  passes: new Set([
    'parenthesized_expression',
    'argument',
    'arguments',
    'binary_expression',
    'function_call_expression',
    'cast_expression',
  ]),
  conversion: /^(strval|intval)$/,
  names:
    /^(function_definition|method_declaration|class_declaration|namespace_name|qualified_name|named_type|use_declaration|function_call_expression)$/,
  isName: isTarget,
  contentOf: (node) => {
    const quoted = /^(string|encapsed_string|shell_command_expression)$/.test(node.type)
    const start = node.startIndex + (quoted ? 1 : 0)
    const raw =
      node.type === 'nowdoc_body' || node.type === 'text' || (node.type === 'string' && !node.text.includes('\\\\'))
    return { start, end: Math.max(start, node.endIndex - (quoted ? 1 : 0)), escapes: raw ? 'none' : 'backslash' }
  },
  isDocstring: () => false,
  isInterpolation: (node) =>
    /^(encapsed_string|heredoc_body|shell_command_expression)$/.test(node.parent?.type ?? '') &&
    !/^(string_content|escape_sequence)$/.test(node.type),
  definition: (node) => {
    switch (node.type) {
      case 'assignment_expression':
      case 'augmented_assignment_expression': {
        const left = node.childForFieldName('left')!
        if (!REFERENCES.test(left.type)) return undefined
        const kept = node.type === 'assignment_expression' || node.childForFieldName('operator')?.type === '??='
        return { name: lastName(left), value: kept ? node.childForFieldName('right') : null }
      }
      case 'const_element':
        return { name: node.namedChildren[0]!.text, value: node.namedChildren[1] ?? null }
      case 'property_element':
      case 'simple_parameter':
      case 'property_promotion_parameter': {
        const value = node.childForFieldName('default_value')
        // A property without a default gets its value in the constructor.
        if (value === null && node.type === 'property_element') return undefined
        return { name: lastName(node.childForFieldName('name')!), value }
      }
      case 'function_call_expression': {
        const [name, value] = callArguments(node).map(unwrap)
        const text = calleeName(node) === 'define' ? literalText(name) : undefined
        return text !== undefined && value ? { name: text, value } : undefined
      }
      default:
        return undefined
    }
  },
  referenceName: (node) => {
    const inner = unwrap(node)
    return REFERENCES.test(inner.type) ? lastName(inner) : undefined
  },
  combination: (node) => {
    if (node.type === 'binary_expression' && node.childForFieldName('operator')?.type === '.')
      return {
        kind: 'join',
        operands: [unwrap(node.childForFieldName('left')!), unwrap(node.childForFieldName('right')!)],
      }
    if (node.type !== 'function_call_expression' || !/^\\?(sprintf|printf)$/.test(calleeName(node))) return undefined
    const [pattern, ...values] = callArguments(node).map(unwrap)
    return pattern && literalText(pattern) !== undefined
      ? { kind: 'format', pattern, values, holes: /(?<!%)%[-+0-9.]*[sdu]/g }
      : undefined
  },
  argumentsOf: (call) => callArguments(call).map((one) => (one.childForFieldName('name') ? one : unwrap(one))),
  keywordOf: (node) => {
    const pair = keyed(node)
    if (pair) return { name: literalText(pair.key) ?? lastName(pair.key), value: unwrap(pair.value) }
    const name = node.type === 'argument' ? node.childForFieldName('name') : null
    return name ? { name: name.text, value: unwrap(node) } : undefined
  },
  dialect: phpDialect,
}

/** `$host` on the left of an assignment, a parameter's or property's name, the name of a method. */
function isTarget(node: SyntaxNode, parent: SyntaxNode): boolean {
  const holder = parent.type === 'variable_name' ? parent : node
  const around = holder.parent
  if (around === null) return false
  if (/^(property_element|simple_parameter|property_promotion_parameter|const_element)$/.test(around.type))
    return (around.childForFieldName('name') ?? around.namedChildren[0])?.id === holder.id
  if (/call_expression$|^argument$/.test(around.type)) return around.childForFieldName('name')?.id === holder.id
  const assignment = /^(assignment_expression|augmented_assignment_expression)$/
  const target = assignment.test(around.type)
    ? around
    : assignment.test(around.parent?.type ?? '')
      ? around.parent
      : null
  const left = target?.childForFieldName('left')
  return left?.id === holder.id || (left?.id === around.id && left?.childForFieldName('name')?.id === holder.id)
}
