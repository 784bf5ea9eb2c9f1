// Node kinds of Rust.
import type { SyntaxNode } from '../../syntax.ts'
import type { Grammar } from '../code.ts'
import { rustDialect } from './dialect.ts'
import { callArguments, calleeName, lastName, literalText, methodOf, tokenKey, unwrap } from './nodes.ts'

const FORMATS =
  /^(format|print|println|eprint|eprintln|write|writeln|panic|format_args|((tracing|log)::)?(info|debug|warn|error|trace))$/

export const RUST: Grammar = {
  language: 'rust',
  strings: new Set(['string_literal', 'raw_string_literal']),
  numbers: new Set(['integer_literal']),
  comments: new Set(['line_comment', 'block_comment']),
  identifiers: new Set(['identifier', 'field_identifier', 'shorthand_field_identifier']),
  calls: new Set(['call_expression', 'macro_invocation']),
  lists: new Set(['tuple_expression', 'array_expression']),
  maps: new Set(),
  members: new Set(['field_expression', 'scoped_identifier']),
  passes: new Set([
    'token_tree',
    'macro_invocation',
    'reference_expression',
    'parenthesized_expression',
    'arguments',
    'call_expression',
    'field_expression',
    'binary_expression',
    'try_expression',
  ]),
  conversion: /^(String::from|u16::from|u32::from)$|\.(to_string|to_owned|into|as_str|clone)$/,
  names:
    /^(field_initializer|use_declaration|scoped_use_list|use_list|attribute|mod_item|function_item|type_arguments)$/,
  isName: (node, parent) => (parent.type === 'token_tree' && node.nextSibling?.type === '=') || isCalled(node, parent),
  sees,
  contentOf: (node) => {
    const raw = node.type === 'raw_string_literal'
    const open = /^[a-z]*(#*)"/.exec(node.text)
    const close = raw ? 1 + (open?.[1]?.length ?? 0) : 1
    const start = node.startIndex + (open?.[0].length ?? 1)
    return { start, end: Math.max(start, node.endIndex - close), escapes: raw ? 'none' : 'backslash' }
  },
  isDocstring: (node) =>
    node.parent?.type === 'attribute' && /^(doc|deprecated)$/.test(node.parent.namedChildren[0]?.text ?? ''),
  isInterpolation: () => false,
  hiddenReferences: inlineNames,
  definition: (node) => {
    if (node.type === 'const_item' || node.type === 'static_item')
      return { name: node.childForFieldName('name')!.text, value: node.childForFieldName('value') }
    if (node.type === 'let_declaration' || node.type === 'parameter') {
      const pattern = node.childForFieldName('pattern')
      if (pattern?.type !== 'identifier') return undefined
      const value = node.childForFieldName('value')
      // `let host;` gives no value and is no reassignment.
      return value === null && node.type === 'let_declaration' ? undefined : { name: pattern.text, value }
    }
    if (node.type === 'assignment_expression' || node.type === 'compound_assignment_expr') {
      const left = node.childForFieldName('left')!
      if (!/^(identifier|field_expression)$/.test(left.type)) return undefined
      return {
        name: lastName(left),
        value: node.type === 'assignment_expression' ? node.childForFieldName('right') : null,
      }
    }
    return node.type === 'identifier' && node.parent?.type === 'closure_parameters'
      ? { name: node.text, value: null }
      : undefined
  },
  referenceName: (node) => {
    const inner = unwrap(node)
    return /^(identifier|field_expression|scoped_identifier|field_identifier)$/.test(inner.type)
      ? lastName(inner)
      : undefined
  },
  combination: (node) => {
    if (node.type === 'binary_expression' && node.childForFieldName('operator')?.type === '+')
      return {
        kind: 'join',
        operands: [unwrap(node.childForFieldName('left')!), unwrap(node.childForFieldName('right')!)],
      }
    if (node.type !== 'macro_invocation') return undefined
    const name = calleeName(node)
    const all = callArguments(node)
    if (name === 'concat') return { kind: 'join', operands: all }
    const at = all.findIndex((one) => literalText(one) !== undefined)
    if (!FORMATS.test(name) || at < 0) return undefined
    return { kind: 'format', pattern: all[at]!, values: all.slice(at + 1), holes: /(?<!\{)\{(\w*)(?::[^{}]*)?\}/g }
  },
  argumentsOf: (call) => {
    const all = callArguments(call)
    const method = methodOf(call)
    // `"…".to_string()` is about what it is called on.
    if (all.length === 0 && method && /^(to_string|to_owned|into|as_str|clone)$/.test(method.name))
      return [method.receiver]
    return all.map(unwrap)
  },
  keywordOf: (node) => {
    const key = tokenKey(node)
    if (key !== undefined) return { name: key, value: node }
    if (node.type !== 'field_initializer') return undefined
    return { name: node.childForFieldName('field')!.text, value: unwrap(node.childForFieldName('value')!) }
  },
  dialect: rustDialect,
}

/** The name of a function, method or macro is no use of a value. */
function isCalled(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type === 'macro_invocation') return true
  if (parent.type === 'call_expression') return parent.childForFieldName('function')?.id === node.id
  const call = parent.type === 'field_expression' && node.type === 'field_identifier' ? parent.parent : null
  return call?.type === 'call_expression' && call.childForFieldName('function')?.id === parent.id
}

/** `format!("http://{host}:{port}")`: names in the holes, unless an argument has that name. */
function inlineNames(node: SyntaxNode): { name: string; start: number; end: number }[] {
  const macro = node.parent?.type === 'token_tree' ? node.parent.parent : null
  if (macro?.type !== 'macro_invocation' || !FORMATS.test(calleeName(macro))) return []
  const given = new Set(callArguments(macro).map(tokenKey))
  return [...node.text.matchAll(/(?<!\{)\{([A-Za-z_]\w*)(?::[^{}]*)?\}/g)]
    .filter((hole) => !given.has(hole[1]))
    .map((hole) => {
      const start = node.startIndex + hole.index
      return { name: hole[1]!, start, end: start + hole[0].length }
    })
}

/** A local is seen in its function only, and never as a field; a field only as one. */
function sees(use: SyntaxNode, value: SyntaxNode): boolean {
  let statement: SyntaxNode | null = value
  while (
    statement &&
    !/^(let_declaration|assignment_expression|const_item|static_item|parameter)$/.test(statement.type)
  )
    statement = statement.parent
  const field = statement?.childForFieldName('left')?.type === 'field_expression'
  if (field || use.type === 'field_identifier') return field === (use.type === 'field_identifier')
  let owner = statement
  while (owner && owner.type !== 'function_item') owner = owner.parent
  return !owner || (owner.startIndex <= use.startIndex && use.endIndex <= owner.endIndex)
}
