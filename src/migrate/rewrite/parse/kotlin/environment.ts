// Where Kotlin reads its environment: System.getenv with `?:`, and the frameworks whose properties a variable overrides.
import { isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'
import { variableOfProperty } from '../property.ts'
import { argumentName, argumentsOf, calleeOf, declarationOf, givenValue, literalText, referenceName } from './names.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

const PROPERTY_SOURCE =
  /(^|[._])(env|environment|getEnvironment\(\)|ConfigProvider\.getConfig\(\))\.(getProperty|getRequiredProperty|getOptionalValue|getValue)$/i
const DEFAULTS = /\.(ifBlank|ifEmpty|orElse|orElseGet|getOrElse)$/
const KEEPS =
  /\.(toInt|toIntOrNull|trim|takeIf|takeUnless|ifBlank|ifEmpty|orEmpty|let|also|toString|removeSuffix|trimEnd|orElse|map|filter)$/

export function variableReadBy(call: SyntaxNode): string | undefined {
  const first = literalText(argumentsOf(call)[0])
  if (first === undefined) return undefined
  const name = calleeOf(call)
  if (PROPERTY_SOURCE.test(name)) return variableOfProperty(first)
  return readsEnvironment(name) && isVariableName(first) ? first : undefined
}

/** `System.getenv("X").ifBlank { "…" }`: what must be empty before the default counts. */
export function defaultedBy(call: SyntaxNode): SyntaxNode | undefined {
  return DEFAULTS.test(calleeOf(call)) ? receiverOf(call) : undefined
}

function receiverOf(call: SyntaxNode): SyntaxNode | undefined {
  const [callee] = named(call)
  return callee?.type === 'navigation_expression' ? named(callee)[0] : undefined
}

export function environment(
  node: SyntaxNode | null | undefined,
  definitionOf: DefinitionOf,
  depth: number,
): string | undefined {
  if (!node || depth === 0) return undefined
  const next = (inner: SyntaxNode | null | undefined): string | undefined => environment(inner, definitionOf, depth - 1)
  const indexed = /^(?:System\.getenv\(\)|env|dotenv)\["([A-Z][A-Z0-9_]*)"\]$/.exec(node.text)
  if (indexed) return indexed[1]
  switch (node.type) {
    case 'call_expression': {
      const read = variableReadBy(node)
      if (read !== undefined) return read
      const name = calleeOf(node)
      if (KEEPS.test(name)) return next(receiverOf(node))
      return isTransparent(name) || /(^|\.)Optional\.(ofNullable|of)$/.test(name)
        ? next(argumentsOf(node)[0])
        : undefined
    }
    case 'binary_expression':
      return node.children.some((child) => child?.type === '?:') ? next(node.childForFieldName('left')) : undefined
    case 'parenthesized_expression':
    case 'as_expression':
      return next(named(node)[0])
    case 'identifier':
    case 'navigation_expression': {
      const name = referenceName(node) ?? ''
      const declared = declarationOf(name, node)
      return next(definitionOf(name) ?? (declared && givenValue(declared)))
    }
    default:
      return undefined
  }
}

/** A parameter or property of a `@ConfigurationProperties` class. */
export function boundVariable(declaration: SyntaxNode, name: string): string | undefined {
  for (let owner = declaration.parent; owner !== null; owner = owner.parent) {
    if (owner.type === 'function_declaration') return undefined
    if (owner.type !== 'class_declaration') continue
    const prefix = configurationPrefix(owner)
    return prefix === undefined ? undefined : variableOfProperty([...(prefix === '' ? [] : [prefix]), name].join('.'))
  }
  return undefined
}

function configurationPrefix(owner: SyntaxNode): string | undefined {
  const annotation = annotationsOf(owner).find((one) => calleeOf(one) === 'ConfigurationProperties')
  if (annotation === undefined) return undefined
  const [first] = argumentsOf(annotation)
  return literalText(first && argumentName(first) !== undefined ? named(first).at(-1) : first) ?? ''
}

/** The `constructor_invocation` of each annotation. */
export function annotationsOf(declaration: SyntaxNode): SyntaxNode[] {
  const modifiers = named(declaration).find((node) => /modifiers$/.test(node.type))
  return named(modifiers ?? null)
    .filter((node) => node.type === 'annotation')
    .flatMap((node) => named(node).filter((one) => one.type === 'constructor_invocation'))
}
