// Node kinds of C#.
import type { SyntaxNode } from '../../syntax.ts'
import type { Combination, Grammar } from '../code.ts'
import { named } from '../nodes.ts'
import { csharpDialect, setterOf } from './dialect.ts'
import {
  argumentsOf,
  calleeOf,
  isKeyword,
  keywordName,
  literalText,
  referenceName,
  valueOfDeclarator,
} from './names.ts'

const HOLES = /\{(\d+)(?:[,:][^}]*)?\}/g

export const CSHARP: Grammar = {
  language: 'csharp',
  strings: new Set([
    'string_literal',
    'verbatim_string_literal',
    'raw_string_literal',
    'interpolated_string_expression',
    'character_literal',
  ]),
  numbers: new Set(['integer_literal']),
  comments: new Set(['comment']),
  identifiers: new Set(['identifier']),
  calls: new Set([
    'invocation_expression',
    'object_creation_expression',
    'implicit_object_creation_expression',
    'constructor_initializer',
    'primary_constructor_base_type',
    'attribute',
    'tuple_expression',
    'initializer_expression',
  ]),
  lists: new Set(['element_binding_expression']),
  maps: new Set([]),
  members: new Set(['member_access_expression']),
  passes: new Set([
    'interpolation',
    'parenthesized_expression',
    'argument',
    'argument_list',
    'invocation_expression',
    'object_creation_expression',
    'member_access_expression',
    'binary_expression',
    'conditional_expression',
    'cast_expression',
    'postfix_unary_expression',
  ]),
  conversion: /^(Convert\.To(String|Int32|UInt16)|int\.Parse|ushort\.Parse|Int32\.Parse)$/,
  names: /^(using_directive|qualified_name|type_argument_list|generic_name|base_list|nameof)$/,
  isName: (node, parent) => {
    if (
      /_declaration$|^(argument|attribute|object_creation_expression|variable_declaration|cast_expression)$/.test(
        parent.type,
      )
    )
      return ['name', 'type', 'returns'].some((field) => parent.childForFieldName(field)?.id === node.id)
    // `Host = x` of an object, `x.Host(…)` and `nameof(Host)` are other things of the same name.
    if (parent.type === 'assignment_expression')
      return isKeyword(parent) && parent.childForFieldName('left')?.id === node.id
    if (parent.type === 'argument') return calleeOf(parent.parent!.parent!) === 'nameof'
    if (parent.type === 'invocation_expression') return true
    return (
      parent.parent?.type === 'invocation_expression' &&
      parent.type === 'member_access_expression' &&
      parent.parent.childForFieldName('function')?.id === parent.id &&
      parent.childForFieldName('name')?.id === node.id
    )
  },
  contentOf,
  isDocstring: () => false,
  isInterpolation: (node) => node.type === 'interpolation',
  definition: (node) => {
    switch (node.type) {
      case 'variable_declarator': {
        const value = valueOfDeclarator(node)
        return value ? { name: node.childForFieldName('name')!.text, value } : undefined
      }
      case 'property_declaration': {
        const value = node.childForFieldName('value')
        const inner = value?.type === 'arrow_expression_clause' ? (named(value)[0] ?? null) : value
        return inner ? { name: node.childForFieldName('name')!.text, value: inner } : undefined
      }
      case 'assignment_expression':
        return assigned(node)
      case 'parameter': {
        const isGiven = node.children.some((child) => child?.type === '=')
        return { name: node.childForFieldName('name')?.text ?? '', value: isGiven ? named(node).at(-1)! : null }
      }
      case 'foreach_statement':
        return { name: node.childForFieldName('left')!.text, value: null }
      case 'declaration_expression':
      case 'declaration_pattern':
        return { name: node.childForFieldName('name')?.text ?? '', value: null }
      default:
        return undefined
    }
  },
  referenceName,
  combination: (node) => {
    if (node.type === 'binary_expression') {
      if (!node.children.some((child) => child?.type === '+')) return undefined
      return { kind: 'join', operands: [node.childForFieldName('left')!, node.childForFieldName('right')!] }
    }
    return node.type === 'invocation_expression' || node.type === 'object_creation_expression' ? built(node) : undefined
  },
  argumentsOf,
  keywordOf: (node) => {
    if (node.type === 'argument') {
      const name = node.childForFieldName('name')
      return name ? { name: name.text, value: named(node).at(-1)! } : undefined
    }
    if (node.type === 'assignment_expression')
      return isKeyword(node)
        ? { name: keywordName(node.childForFieldName('left')!), value: node.childForFieldName('right')! }
        : undefined
    const owner = node.parent?.type === 'argument' ? node.parent.parent?.parent : null
    const property = owner ? setterOf(owner) : undefined
    return property === undefined ? undefined : { name: property, value: node }
  },
  dialect: csharpDialect,
}

/** Between the quotes: `"…"`, `@"…"`, `"""…"""`, and `$` in front of each. */
function contentOf(node: SyntaxNode): { start: number; end: number; escapes: 'backslash' | 'none' } {
  const { text, startIndex, endIndex } = node
  const open = /^[$@]*("{3,}|"|')/.exec(text)
  if (open === null) return { start: startIndex, end: endIndex, escapes: 'none' }
  const quote = open[1]!
  const close = text.endsWith('u8') ? quote.length + 2 : quote.length
  const isPlain = quote.length >= 3 || open[0].includes('@')
  return { start: startIndex + open[0].length, end: endIndex - close, escapes: isPlain ? 'none' : 'backslash' }
}

function assigned(node: SyntaxNode): { name: string; value: SyntaxNode | null } | undefined {
  const left = node.childForFieldName('left')!
  if (isKeyword(node) || !/^(identifier|member_access_expression)$/.test(left.type)) return undefined
  const isPlain = node.children.some((child) => child?.type === '=')
  return { name: referenceName(left)!, value: isPlain ? node.childForFieldName('right') : null }
}

/** `string.Format(p, …)`, `string.Concat(…)`, `new StringBuilder(a).Append(b)`. */
function built(node: SyntaxNode): Combination | undefined {
  const name = calleeOf(node)
  const args = argumentsOf(node)
  if (/^(System\.)?string\.Format$/i.test(name)) {
    const at = args.findIndex((argument) => literalText(argument) !== undefined)
    return at < 0 ? undefined : { kind: 'format', pattern: args[at]!, values: args.slice(at + 1), holes: HOLES }
  }
  if (/^(System\.)?string\.Concat$/i.test(name)) return { kind: 'join', operands: args }
  if (/^(System\.Text\.)?StringBuilder(\(\)(\.Append\(\))*\.Append)?$/.test(name)) {
    const object = node.childForFieldName('function')?.childForFieldName('expression')
    return { kind: 'join', operands: [...(object ? [object] : []), ...args] }
  }
  return undefined
}
