// Node kinds of the code grammars: what parse/code.ts needs to know to treat Python and JavaScript alike.
import type { SyntaxNode } from '../syntax.ts'
import type { Grammar } from './code.ts'
import { javascriptDialect, lastName as javascriptName } from './javascript.ts'
import { pythonDialect, lastName as pythonName } from './python.ts'

export const PYTHON: Grammar = {
  language: 'python',
  strings: new Set(['string']),
  numbers: new Set(['integer']),
  comments: new Set(['comment']),
  identifiers: new Set(['identifier']),
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
  keywordOf: (node) =>
    node.type === 'keyword_argument'
      ? { name: node.childForFieldName('name')!.text, value: node.childForFieldName('value')! }
      : undefined,
  dialect: pythonDialect,
}

export const JAVASCRIPT: Grammar = {
  language: 'javascript',
  strings: new Set(['string', 'template_string', 'regex', 'jsx_text']),
  numbers: new Set(['number']),
  comments: new Set(['comment', 'html_comment']),
  identifiers: new Set(['identifier', 'property_identifier', 'shorthand_property_identifier']),
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

/** A parameter of the same name shadows: it counts as one more definition, without a value. */
function parameterWithoutDefault(node: SyntaxNode, list: string): { name: string; value: null } | undefined {
  return node.type === 'identifier' && node.parent?.type === list ? { name: node.text, value: null } : undefined
}

function named(node: SyntaxNode | null): SyntaxNode[] {
  return (node?.namedChildren ?? []).filter((child) => child !== null)
}
