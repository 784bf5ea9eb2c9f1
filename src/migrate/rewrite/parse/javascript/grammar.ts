// Node kinds of JavaScript and TypeScript, JSX included.
import type { Grammar } from '../code.ts'
import { named, parameterWithoutDefault } from '../nodes.ts'
import { javascriptDialect, lastName as javascriptName } from './dialect.ts'

export const JAVASCRIPT: Grammar = {
  language: 'javascript',
  strings: new Set(['string', 'template_string', 'regex', 'jsx_text']),
  numbers: new Set(['number']),
  comments: new Set(['comment', 'html_comment']),
  identifiers: new Set(['identifier', 'property_identifier', 'shorthand_property_identifier']),
  calls: new Set(['call_expression', 'new_expression']),
  lists: new Set(['array']),
  maps: new Set(['object']),
  members: new Set(['member_expression']),
  passes: new Set([
    'template_substitution',
    'parenthesized_expression',
    'arguments',
    'call_expression',
    'member_expression',
    'binary_expression',
    'ternary_expression',
  ]),
  conversion: /^(String|Number|parseInt)$/,
  names: /^(pair|import_specifier)/,
  formOf: (node) => (node.type === 'regex' ? 'regex' : node.type === 'jsx_text' ? 'docstring' : undefined),
  contentOf: (node) =>
    node.type === 'jsx_text'
      ? { start: node.startIndex, end: node.endIndex, escapes: 'none' }
      : {
          start: node.startIndex + 1,
          end: node.endIndex - 1,
          // `String.raw` keeps its backslashes.
          escapes:
            node.type === 'template_string' && /\braw$/.test(node.parent?.childForFieldName('function')?.text ?? '')
              ? 'none'
              : 'backslash',
        },
  isDocstring: (node) => node.parent?.type === 'expression_statement',
  isInterpolation: (node) => node.type === 'template_substitution',
  definition: (node) => {
    if (
      node.type === 'variable_declarator' ||
      node.type === 'public_field_definition' ||
      node.type === 'field_definition'
    ) {
      const name = node.childForFieldName('name') ?? node.childForFieldName('property')
      const value = node.childForFieldName('value')
      return name && value && /identifier/.test(name.type) ? { name: name.text, value } : undefined
    }
    if (node.type === 'assignment_expression' || node.type === 'augmented_assignment_expression') {
      const left = node.childForFieldName('left')!
      if (!/^(identifier|member_expression)$/.test(left.type)) return undefined
      return {
        name: javascriptName(left),
        value: node.type === 'assignment_expression' ? node.childForFieldName('right') : null,
      }
    }
    if (node.type === 'assignment_pattern' || node.type === 'object_assignment_pattern') {
      return { name: node.childForFieldName('left')!.text, value: node.childForFieldName('right') }
    }
    if (node.type === 'required_parameter' || node.type === 'optional_parameter') {
      const pattern = node.childForFieldName('pattern')
      return pattern?.type === 'identifier' ? { name: pattern.text, value: node.childForFieldName('value') } : undefined
    }
    return parameterWithoutDefault(node, 'formal_parameters')
  },
  referenceName: (node) => (/^(identifier|member_expression)$/.test(node.type) ? javascriptName(node) : undefined),
  combination: (node) => {
    if (node.type !== 'binary_expression' || node.childForFieldName('operator')?.type !== '+') return undefined
    return { kind: 'join', operands: [node.childForFieldName('left')!, node.childForFieldName('right')!] }
  },
  argumentsOf: (call) => named(call.childForFieldName('arguments')).filter((node) => node.type !== 'comment'),
  keywordOf: (node) =>
    node.type === 'pair'
      ? { name: node.childForFieldName('key')!.text.replaceAll(/["']/g, ''), value: node.childForFieldName('value')! }
      : undefined,
  dialect: javascriptDialect,
}
