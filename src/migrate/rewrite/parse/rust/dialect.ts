// What Rust's syntax does with a value: the dialect for parse/climb.ts.
import { isMembership } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { named, positionOf } from '../nodes.ts'
import { attributeStep, isTest } from './attributes.ts'
import { environment } from './environment.ts'
import { callArguments, calleeName, lastName, literalText, methodOf, tokenGroups, tokenKey } from './nodes.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }
const FOR_PEOPLE = /^(help|about|long_help|long_about|after_help|before_help|value_name|override_usage)$/
const DEFAULTS = /^(unwrap_or|unwrap_or_else|or|or_else|map_or|map_or_else|get_or_insert\w*)$/

export function rustDialect(definitionOf: DefinitionOf): Dialect {
  return {
    environmentOf: (expression) => environment(expression, definitionOf),
    step: (child, parent) => step(child, parent, definitionOf),
  }
}

function step(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const isField = (name: string): boolean => parent.childForFieldName(name)?.id === child.id
  switch (parent.type) {
    case 'binary_expression':
      return /^[!=]=$/.test(parent.childForFieldName('operator')?.type ?? '') ? { kind: 'compared' } : THROUGH
    case 'match_pattern':
    case 'or_pattern':
    case 'tuple_struct_pattern':
      return { kind: 'compared' }
    case 'match_arm':
      return isField('value') ? covered(parent.parent?.parent, definitionOf) : THROUGH
    case 'else_clause':
      return covered(parent.parent?.childForFieldName('condition'), definitionOf)
    case 'tuple_expression':
    case 'array_expression':
      return { kind: 'element', index: positionOf(child, parent) }
    case 'index_expression':
      return positionOf(child, parent) === 1 ? { kind: 'compared' } : THROUGH
    case 'field_initializer':
      return isField('value') ? { kind: 'name', name: parent.childForFieldName('field')!.text } : STOP
    case 'field_initializer_list':
    case 'source_file':
      return { kind: 'scope' }
    case 'token_tree':
      return tokens(child, parent)
    case 'attribute':
      return parent.childForFieldName('value')?.id === child.id
        ? { kind: 'name', name: parent.namedChildren[0]!.text, stop: true }
        : THROUGH
    case 'arguments':
      return FOR_PEOPLE.test(methodOf(parent.parent!)?.name ?? '')
        ? { kind: 'keyword', name: 'help' }
        : { kind: 'argument', index: positionOf(child, parent) }
    case 'call_expression':
    case 'macro_invocation':
      return callStep(child, parent, definitionOf)
    case 'const_item':
    case 'static_item':
      return { kind: 'name', name: parent.childForFieldName('name')!.text }
    case 'let_declaration':
      return isField('value')
        ? { kind: 'name', name: parent.childForFieldName('pattern')!.text.replace(/^mut /, '') }
        : STOP
    case 'assignment_expression':
      return isField('right') ? { kind: 'name', name: lastName(parent.childForFieldName('left')!) } : STOP
    case 'return_expression':
      return { kind: 'name', name: functionAround(parent) }
    case 'block':
      return block(child, parent)
    case 'mod_item':
    case 'function_item':
      return isTest(parent) ? { kind: 'test' } : THROUGH
    case 'field_expression':
      return isField('value') ? THROUGH : STOP
    case 'use_declaration':
      return STOP
    default:
      return THROUGH
  }
}

/** The other way out of asking the environment: `Err(_) => "…"`, `else { "…" }`. */
function covered(asked: SyntaxNode | null | undefined, definitionOf: DefinitionOf): Step {
  const variable = environment(asked, definitionOf)
  return variable === undefined ? THROUGH : { kind: 'env', variable }
}

/** The last expression of a function is what it gives back. */
function block(child: SyntaxNode, parent: SyntaxNode): Step {
  const gives = parent.parent?.type === 'function_item' && named(parent).at(-1)?.id === child.id
  const statement = /^(expression_statement|let_declaration|\w+_item)$/.test(child.type)
  return gives && !statement ? { kind: 'name', name: functionAround(parent) } : { kind: 'scope' }
}

function tokens(child: SyntaxNode, parent: SyntaxNode): Step {
  if (parent.parent?.type === 'attribute') return attributeStep(child, parent)
  if (parent.parent?.type !== 'macro_invocation') return THROUGH
  if (child.previousSibling?.type === '=>') return { kind: 'name', name: 'tokens' }
  const key = tokenKey(child)
  if (key !== undefined) return { kind: 'keyword', name: key }
  // `json!({"tariff": "…"})` and `hashmap!{"tariff" => "…"}` keep their keys.
  const index = tokenGroups(parent).findIndex((group) => group.some((token) => token.id === child.id))
  return { kind: 'argument', index }
}

function callStep(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const name = calleeName(parent)
  if (parent.childForFieldName('function')?.id === child.id) return isMembership(name) ? { kind: 'compared' } : THROUGH
  const method = methodOf(parent)
  if (method && DEFAULTS.test(method.name)) return { kind: 'fallback', left: method.receiver }
  const first = callArguments(parent)[0]
  const key = literalText(first) ?? (first?.type === 'identifier' ? literalText(definitionOf(first.text)) : undefined)
  const chained = chainedVariable(parent)
  return {
    kind: 'call',
    name,
    start: parent.startIndex,
    ...(key === undefined ? {} : { firstArgument: key }),
    ...(chained === undefined ? {} : { environment: chained }),
  }
}

/** `Arg::new("tariff").env("TARIFF_URL").default_value("…")`: the variable stands somewhere along the chain. */
function chainedVariable(call: SyntaxNode): string | undefined {
  if (!/\.default_value(_t|s)?$/.test(calleeName(call))) return undefined
  let top = call
  while (top.parent?.type === 'field_expression' && top.parent.parent?.type === 'call_expression')
    top = top.parent.parent
  return /\.env\(\s*"([A-Za-z0-9_]+)"/.exec(top.text)?.[1]
}

function functionAround(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent)
    if (parent.type === 'function_item') return parent.childForFieldName('name')!.text
  return ''
}
