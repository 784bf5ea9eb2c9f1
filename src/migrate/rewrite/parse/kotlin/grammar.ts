// Node kinds of Kotlin.
import type { SyntaxNode } from '../../syntax.ts'
import type { Combination, Grammar } from '../code.ts'
import { named } from '../nodes.ts'
import { placeholderDefault } from '../property.ts'
import { kotlinDialect, setterOf } from './dialect.ts'
import { annotationsOf } from './environment.ts'
import { argumentName, argumentsOf, calleeOf, declaredName, givenValue, literalText, referenceName } from './names.ts'

const HOLES = /%(?:(\d+)\$)?[-#+ 0,(]*\d*(?:\.\d+)?[sSd]/g

export const KOTLIN: Grammar = {
  language: 'kotlin',
  strings: new Set(['string_literal', 'multiline_string_literal', 'character_literal']),
  numbers: new Set(['number_literal']),
  comments: new Set(['line_comment', 'block_comment', 'multiline_comment']),
  identifiers: new Set(['identifier']),
  calls: new Set(['call_expression', 'constructor_invocation', 'enum_entry']),
  lists: new Set(['collection_literal']),
  maps: new Set([]),
  members: new Set(['navigation_expression']),
  passes: new Set([
    'interpolation',
    'parenthesized_expression',
    'value_argument',
    'value_arguments',
    'call_expression',
    'navigation_expression',
    'binary_expression',
    'if_expression',
  ]),
  conversion: /^(String\.valueOf|Integer\.(toString|valueOf|parseInt))$/,
  names:
    /^(import|qualified_identifier|user_type|package_header|label|lambda_parameters|function_declaration|class_declaration|object_declaration)$/,
  isName: (node, parent) => {
    if (parent.type === 'value_argument') return argumentName(parent) === node.text && named(parent)[0]?.id === node.id
    if (parent.type === 'enum_entry' || parent.type === 'variable_declaration') return true
    // A method's name is no use of a constant.
    const callee = parent.type === 'navigation_expression' ? parent : node
    const isCalled = callee.parent?.type === 'call_expression' && named(callee.parent)[0]?.id === callee.id
    return isCalled && (callee.id === node.id || named(parent).at(-1)?.id === node.id)
  },
  contentOf: (node) => {
    const quote = node.type === 'multiline_string_literal' ? 3 : 1
    const start = node.startIndex + quote
    const inner = placeholderDefault(literalText(node) ?? '')
    return {
      start: start + (inner?.start ?? 0),
      end: inner ? start + inner.end : node.endIndex - quote,
      escapes: quote === 3 ? 'none' : 'backslash',
    }
  },
  isDocstring: () => false,
  isInterpolation: (node) => node.type === 'interpolation',
  // The grammar takes `$host` of a plain literal for text.
  hiddenReferences: (node) =>
    node.type === 'string_literal'
      ? [...node.text.matchAll(/(?<!\\)\$([A-Za-z_]\w*)/g)].map((match) => ({
          name: match[1]!,
          start: node.startIndex + match.index,
          end: node.startIndex + match.index + match[0].length,
        }))
      : [],
  definition: (node) => {
    switch (node.type) {
      case 'property_declaration':
      case 'parameter':
      case 'class_parameter': {
        const name = declaredName(node)
        const value = givenValue(node) ?? injected(node) ?? null
        if (name === undefined || (value === null && node.type === 'property_declaration')) return undefined
        return { name, value }
      }
      case 'assignment': {
        const left = node.childForFieldName('left')!
        const name = referenceName(left)
        // Inside `apply { … }` it is a property of another object.
        if (name === undefined || node.parent?.type === 'lambda_literal') return undefined
        return {
          name,
          value: node.children.some((child) => child?.type === '=') ? node.childForFieldName('right') : null,
        }
      }
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
    return node.type === 'call_expression' ? formatted(node) : undefined
  },
  argumentsOf,
  keywordOf: (node) => {
    const name = argumentName(node)
    if (name !== undefined) return { name, value: named(node).at(-1)! }
    const owner = node.parent?.type === 'value_argument' ? node.parent.parent?.parent : null
    const property = owner ? setterOf(owner) : undefined
    return property === undefined ? undefined : { name: property, value: node }
  },
  dialect: kotlinDialect,
}

/** Literal of `@Value("\${depot.host:localhost}")` at a property or parameter. */
function injected(declaration: SyntaxNode): SyntaxNode | undefined {
  for (const annotation of annotationsOf(declaration)) {
    const last = argumentsOf(annotation).at(-1)
    const value = last && argumentName(last) !== undefined ? named(last).at(-1) : last
    if (/^(Value|ConfigProperty|DefaultValue)$/.test(calleeOf(annotation)) && literalText(value) !== undefined)
      return value
  }
  return undefined
}

/** `"http://%s:%d".format(h, p)`, `String.format(p, …)`. */
function formatted(node: SyntaxNode): Combination | undefined {
  const args = argumentsOf(node)
  const [callee] = named(node)
  if (callee?.type !== 'navigation_expression' || named(callee).at(-1)?.text !== 'format') return undefined
  const owner = named(callee)[0]!
  const [pattern, values] = literalText(owner) === undefined ? [args[0], args.slice(1)] : [owner, args]
  if (pattern === undefined || literalText(pattern) === undefined) return undefined
  return { kind: 'format', pattern, values: /%\d+\$/.test(pattern.text) ? [pattern, ...values] : values, holes: HOLES }
}
