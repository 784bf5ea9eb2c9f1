// What bash does with a value, told from the parent of each node on the way out.
import { isVariableName } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { argumentIn, defaultOperator, variableIn, writesFile } from './nodes.ts'

const THROUGH = new Set([
  'string',
  'concatenation',
  'array',
  'herestring_redirect',
  'heredoc_redirect',
  'command_name',
  'unary_expression',
  'parenthesized_expression',
])

export function shellDialect(definitionOf: (name: string) => SyntaxNode | undefined): Dialect {
  return {
    step: (child, parent) => stepOf(child, parent, definitionOf),
    environmentOf: variableIn,
  }
}

function stepOf(child: SyntaxNode, parent: SyntaxNode, definitionOf: (name: string) => SyntaxNode | undefined): Step {
  if (THROUGH.has(parent.type)) return { kind: 'through' }
  switch (parent.type) {
    case 'variable_assignment':
    case 'for_statement':
      return { kind: 'name', name: nameOf(parent), stop: true }
    case 'expansion':
      return expansion(child, parent, definitionOf)
    case 'binary_expression':
    case 'test_command':
      return { kind: 'compared' }
    case 'case_item':
      return isPattern(child, parent) ? { kind: 'compared' } : { kind: 'stop' }
    case 'file_redirect':
      return { kind: 'scope' }
    case 'redirected_statement':
      return child.type === 'heredoc_redirect' ? heredoc(parent) : { kind: 'stop' }
    case 'command':
      return command(child, parent)
    default:
      return { kind: 'stop' }
  }
}

function nameOf(parent: SyntaxNode): string {
  const name = parent.childForFieldName(parent.type === 'for_statement' ? 'variable' : 'name')
  return name?.text ?? ''
}

/** `${TARIFF_URL:-…}` is the default of a variable, unless the script itself gives the name a value before. */
function expansion(
  child: SyntaxNode,
  parent: SyntaxNode,
  definitionOf: (name: string) => SyntaxNode | undefined,
): Step {
  const name = variableIn(parent)
  const operator = defaultOperator(parent)
  if (name === undefined || child.type === 'variable_name') return { kind: 'stop' }
  // `${url#http://}`: a pattern.
  if (operator === undefined) return { kind: 'compared' }
  const value = definitionOf(name)
  const own = value === undefined || holds(value, parent) || holds(parent, value)
  return isVariableName(name) && own ? { kind: 'env', variable: name } : { kind: 'through' }
}

function holds(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex
}

function isPattern(child: SyntaxNode, item: SyntaxNode): boolean {
  return item.childrenForFieldName('value').some((value) => value?.id === child.id)
}

function heredoc(statement: SyntaxNode): Step {
  const body = statement.childForFieldName('body')
  const tool = body?.type === 'command' ? (body.childForFieldName('name')?.text ?? '') : ''
  return tool === 'cat' && !writesFile(body!)
    ? { kind: 'call', name: tool, start: statement.startIndex }
    : { kind: 'stop' }
}

function command(child: SyntaxNode, parent: SyntaxNode): Step {
  const found = argumentIn(child, parent)
  if (found === undefined) return { kind: 'stop' }
  const prints = found.call !== undefined && /^(echo|printf|cat)$/.test(found.call) && writesFile(parent)
  if (found.call !== undefined && !prints)
    return { kind: 'call', name: found.call, start: parent.startIndex, names: found.path }
  const name = found.path.at(-1)
  return name === undefined
    ? { kind: 'scope' }
    : { kind: 'keyword', name, names: found.path.slice(0, -1), scope: `command:${parent.startIndex}` }
}
