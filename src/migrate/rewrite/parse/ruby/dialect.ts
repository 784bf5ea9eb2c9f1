// What Ruby's syntax does with a value: the dialect for parse/climb.ts.
import { isMembership, isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { named, positionOf } from '../nodes.ts'
import { callArguments, calleeName, lastName, literalText, methodAround, methodName, unwrap } from './nodes.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }

export function rubyDialect(definitionOf: DefinitionOf): Dialect {
  return { environmentOf: (expression) => environment(expression, definitionOf), step }
}

function step(child: SyntaxNode, parent: SyntaxNode): Step {
  const isField = (name: string): boolean => parent.childForFieldName(name)?.id === child.id
  switch (parent.type) {
    case 'binary':
      return binary(child, parent)
    case 'pattern':
    case 'when':
      return parent.type === 'pattern' || isField('pattern') ? { kind: 'compared' } : THROUGH
    case 'rescue_modifier':
      return isField('handler') ? { kind: 'fallback', left: parent.childForFieldName('body')! } : THROUGH
    case 'array':
    case 'string_array':
      return { kind: 'element', index: positionOf(child, parent) }
    case 'element_reference':
      return isField('object') ? THROUGH : { kind: 'compared' }
    case 'pair':
      return pair(child, parent)
    case 'hash':
    case 'class':
    case 'module':
    case 'program':
      return { kind: 'scope' }
    case 'argument_list':
      return argument(child, parent)
    case 'call':
      return callStep(child, parent)
    case 'assignment':
      return isField('right') ? { kind: 'name', name: lastName(parent.childForFieldName('left')!) } : STOP
    case 'operator_assignment':
      return operatorAssignment(child, parent)
    case 'keyword_parameter':
    case 'optional_parameter':
      return { kind: 'parameter', name: parent.childForFieldName('name')!.text }
    case 'return':
      return { kind: 'name', name: methodAround(parent) }
    case 'method':
    case 'singleton_method':
      return isField('body') && !/statement|block/.test(child.type)
        ? { kind: 'name', name: parent.childForFieldName('name')!.text, stop: true }
        : STOP
    case 'body_statement':
      return givesBack(child, parent) ? { kind: 'name', name: methodAround(child), stop: true } : { kind: 'scope' }
    case 'block':
    case 'do_block':
      return parent.parent && fetches(parent.parent) ? THROUGH : STOP
    default:
      return THROUGH
  }
}

/** The last expression of a method is what it gives back. */
function givesBack(child: SyntaxNode, body: SyntaxNode): boolean {
  const last = named(body).at(-1)?.id === child.id
  return last && /^(singleton_)?method$/.test(body.parent?.type ?? '') && !/assignment|method|class/.test(child.type)
}

function binary(child: SyntaxNode, parent: SyntaxNode): Step {
  const operator = parent.childForFieldName('operator')?.type ?? ''
  if (/^([!=]==?|=~|!~|===)$/.test(operator)) return { kind: 'compared' }
  const left = parent.childForFieldName('left')!
  const isRight = parent.childForFieldName('right')?.id === child.id
  if (isRight && /^(\|\||or)$/.test(operator)) return { kind: 'fallback', left }
  // `config.hosts << "localhost"`: whom the service answers.
  if (isRight && operator === '<<')
    return { kind: 'name', name: /(^|\.)hosts$/.test(left.text) ? 'allowed_hosts' : lastName(left), stop: true }
  return THROUGH
}

/** `ENV["X"] ||= "…"`: the variable wins when set; `@url ||= "…"` is how Ruby writes a default once. */
function operatorAssignment(child: SyntaxNode, parent: SyntaxNode): Step {
  const left = parent.childForFieldName('left')!
  if (left.id === child.id) return STOP
  const variable = environment(left, () => undefined)
  return variable === undefined ? { kind: 'name', name: lastName(left) } : { kind: 'env', variable }
}

function pair(child: SyntaxNode, parent: SyntaxNode): Step {
  if (parent.childForFieldName('value')?.id !== child.id) return STOP
  const key = parent.childForFieldName('key')!
  const name = literalText(key) ?? key.text
  return parent.parent?.type === 'argument_list' ? { kind: 'keyword', name } : { kind: 'name', name }
}

function argument(child: SyntaxNode, parent: SyntaxNode): Step {
  const call = parent.parent
  const key = call?.type === 'call' ? literalText(callArguments(call)[0]) : undefined
  // `set :bind, "127.0.0.1"`: Sinatra's settings; `option :url, default: …` likewise.
  if (key !== undefined && call && /^(set|config\.set|setting|option|attribute)$/.test(calleeName(call)))
    return positionOf(child, parent) === 0 ? STOP : { kind: 'name', name: key, stop: true }
  return { kind: 'argument', index: positionOf(child, parent) }
}

function callStep(child: SyntaxNode, parent: SyntaxNode): Step {
  const name = calleeName(parent)
  if (parent.childForFieldName('receiver')?.id === child.id) return isMembership(name) ? { kind: 'compared' } : THROUGH
  const first = callArguments(parent)[0]
  const key = literalText(first)
  if (parent.childForFieldName('block')?.id === child.id)
    return fetches(parent) && key !== undefined ? { kind: 'env', variable: key } : STOP
  // The words of puma's own configuration.
  const own = parent.childForFieldName('receiver') === null && /^(port|bind)$/.test(name)
  return {
    kind: 'call',
    name: own ? `puma.${name}` : name,
    start: parent.startIndex,
    ...(first?.type === 'string' && key !== undefined ? { firstArgument: key } : {}),
  }
}

function fetches(call: SyntaxNode): boolean {
  return call.type === 'call' && calleeName(call) === 'ENV.fetch'
}

function environment(node: SyntaxNode | null | undefined, definitionOf: DefinitionOf, depth = 6): string | undefined {
  if (!node || depth === 0) return undefined
  const inner = unwrap(node)
  if (inner.type === 'element_reference')
    return inner.childForFieldName('object')?.text === 'ENV' ? literalText(inner.namedChildren[1]) : undefined
  if (inner.type === 'binary') return environment(inner.childForFieldName('left'), definitionOf, depth - 1)
  if (/^(identifier|constant|\w+_variable)$/.test(inner.type))
    return environment(definitionOf(lastName(inner)), definitionOf, depth - 1)
  if (inner.type !== 'call') return undefined
  const name = calleeName(inner)
  const first = callArguments(inner)[0]
  const key = literalText(first)
  if (key !== undefined && isVariableName(key) && readsEnvironment(name)) return key
  if (/^(presence|to_\w+|strip)$/.test(methodName(inner)))
    return environment(inner.childForFieldName('receiver'), definitionOf, depth - 1)
  return isTransparent(name) ? environment(first, definitionOf, depth - 1) : undefined
}
