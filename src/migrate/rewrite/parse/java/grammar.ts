// Node kinds of Java.
import type { SyntaxNode } from '../../syntax.ts'
import type { Combination, Grammar } from '../code.ts'
import { placeholderDefault } from '../property.ts'
import { javaDialect, setterOf } from './dialect.ts'
import { annotationsOf } from './environment.ts'
import { argumentsOf, calleeOf, lastName, literalText } from './names.ts'

const BUILDER = /^(StringBuilder|StringBuffer)(\(\))?(\.append\(\))*$/
const HOLES = /%(?:(\d+)\$)?[-#+ 0,(]*\d*(?:\.\d+)?[sSd]/g

export const JAVA: Grammar = {
  language: 'java',
  strings: new Set(['string_literal', 'character_literal']),
  numbers: new Set(['decimal_integer_literal']),
  comments: new Set(['line_comment', 'block_comment']),
  identifiers: new Set(['identifier']),
  calls: new Set([
    'method_invocation',
    'object_creation_expression',
    'explicit_constructor_invocation',
    'enum_constant',
    'annotation',
  ]),
  lists: new Set(['array_initializer', 'element_value_array_initializer']),
  maps: new Set([]),
  members: new Set(['field_access']),
  passes: new Set([
    'parenthesized_expression',
    'argument_list',
    'method_invocation',
    'field_access',
    'binary_expression',
    'ternary_expression',
    'cast_expression',
  ]),
  conversion: /^(String\.valueOf|Integer\.(toString|valueOf|parseInt)|Long\.(toString|valueOf))$/,
  names:
    /^(element_value_pair|import_declaration|scoped_identifier|package_declaration|labeled_statement|marker_annotation)$/,
  isName: (node, parent) => {
    if (/^(method_invocation|annotation|enum_constant)$|_declaration$/.test(parent.type))
      return parent.childForFieldName('name')?.id === node.id
    return false
  },
  contentOf: (node) => {
    const quote = node.text.startsWith('"""') ? 3 : 1
    const start = node.startIndex + quote
    const end = node.endIndex - quote
    // Of a placeholder only the default is the value: `"${tariff.url:http://…}"`.
    const inner = node.type === 'string_literal' ? placeholderDefault(node.text.slice(quote, -quote)) : undefined
    return { start: start + (inner?.start ?? 0), end: inner ? start + inner.end : end, escapes: 'backslash' }
  },
  isDocstring: () => false,
  isInterpolation: () => false,
  definition: (node) => {
    switch (node.type) {
      case 'variable_declarator':
        return declarator(node)
      case 'assignment_expression': {
        const left = node.childForFieldName('left')!
        if (!/^(identifier|field_access)$/.test(left.type)) return undefined
        const plain = node.childForFieldName('operator')?.type === '='
        return { name: lastName(left), value: plain ? node.childForFieldName('right') : null }
      }
      case 'formal_parameter':
      case 'spread_parameter':
      case 'catch_formal_parameter':
      case 'resource':
      case 'enhanced_for_statement': {
        const name = node.childForFieldName('name')?.text
        const value = node.type === 'resource' ? node.childForFieldName('value') : (injected(node) ?? null)
        return name === undefined ? undefined : { name, value }
      }
      default:
        return undefined
    }
  },
  referenceName: (node) => (/^(identifier|field_access)$/.test(node.type) ? lastName(node) : undefined),
  combination: (node) => {
    if (node.type === 'binary_expression') {
      if (node.childForFieldName('operator')?.type !== '+') return undefined
      return { kind: 'join', operands: [node.childForFieldName('left')!, node.childForFieldName('right')!] }
    }
    return node.type === 'method_invocation' || node.type === 'object_creation_expression' ? built(node) : undefined
  },
  argumentsOf,
  keywordOf: (node) => {
    if (node.type === 'element_value_pair')
      return { name: node.childForFieldName('key')!.text, value: node.childForFieldName('value')! }
    const owner = node.parent?.type === 'argument_list' ? node.parent.parent : null
    const property = owner ? setterOf(owner) : undefined
    return property === undefined ? undefined : { name: property, value: node }
  },
  dialect: javaDialect,
}

function declarator(node: SyntaxNode): { name: string; value: SyntaxNode | null } | undefined {
  const value = node.childForFieldName('value') ?? injected(node.parent)
  return value ? { name: node.childForFieldName('name')!.text, value } : undefined
}

/** Literal of `@Value("${depot.host:localhost}")` at a field or parameter: its default is what the name gets. */
function injected(declaration: SyntaxNode | null): SyntaxNode | undefined {
  for (const annotation of declaration ? annotationsOf(declaration) : []) {
    const last = argumentsOf(annotation).at(-1)
    const value = last?.type === 'element_value_pair' ? last.childForFieldName('value') : last
    if (/^(Value|ConfigProperty|DefaultValue)$/.test(calleeOf(annotation)) && literalText(value) !== undefined)
      return value!
  }
  return undefined
}

/** `String.format(p, …)`, `p.formatted(…)`, `MessageFormat.format(p, …)`, `a.concat(b)`, `builder.append(b)`. */
function built(node: SyntaxNode): Combination | undefined {
  const name = calleeOf(node)
  const args = argumentsOf(node)
  const object = node.childForFieldName('object')
  if (/(^|\.)String\.format$/.test(name)) {
    const at = args.findIndex((argument) => argument.type === 'string_literal')
    return at < 0 ? undefined : format(args[at]!, args.slice(at + 1))
  }
  if (/(^|\.)formatted$/.test(name)) return object?.type === 'string_literal' ? format(object, args) : undefined
  if (/(^|\.)MessageFormat\.format$/.test(name) && args[0]?.type === 'string_literal')
    return { kind: 'format', pattern: args[0], values: args.slice(1), holes: /\{(\d+)[^}]*\}/g }
  if (/(^|\.)concat$/.test(name) && object && args.length === 1) return { kind: 'join', operands: [object, args[0]!] }
  if (object && args.length === 1 && /\.append$/.test(name) && BUILDER.test(withoutAppends(name)))
    return { kind: 'join', operands: [object, args[0]!] }
  if (/^(StringBuilder|StringBuffer)$/.test(name))
    return { kind: 'join', operands: args.filter((one) => /literal|identifier/.test(one.type)) }
  return undefined
}

function withoutAppends(name: string): string {
  return name.replace(/\.append$/, '').replaceAll('.append()', '')
}

/** Positions of `%1$s` count from one: the pattern itself stands in for zero. */
function format(pattern: SyntaxNode, values: SyntaxNode[]): Combination {
  const counted = /%\d+\$/.test(pattern.text)
  return { kind: 'format', pattern, values: counted ? [pattern, ...values] : values, holes: HOLES }
}
