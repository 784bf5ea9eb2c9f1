// Where Java reads its environment: System.getenv, and the frameworks whose properties a variable overrides.
import { isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'
import { variableOfProperty } from '../property.ts'
import { argumentsOf, calleeOf, declarationOf, lastName, literalText, typeName } from './names.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

/** Spring's Environment and MicroProfile's Config look a property up in the environment, too. */
const PROPERTY_SOURCE =
  /(^|[._])(env|environment|springEnv(ironment)?|getEnvironment\(\)|ConfigProvider\.getConfig\(\))\.(getProperty|getRequiredProperty|getOptionalValue|getValue)$/i
const DEFAULTED =
  /(^|\.)(Objects\.requireNonNullElse(Get)?|MoreObjects\.firstNonNull|StringUtils\.(defaultString|defaultIfBlank|defaultIfEmpty)|ObjectUtils\.(defaultIfNull|firstNonNull)|firstNonNull|defaultIfNull|defaultIfBlank|defaultIfEmpty|requireNonNullElse|coalesce)$/
const OR_ELSE = /\.(orElse|orElseGet|getOrElse)$/

/** Expression whose absence makes the value count: receiver of `.orElse(…)`, first argument of `requireNonNullElse`. */
export function defaultedBy(call: SyntaxNode, argument: number): SyntaxNode | undefined {
  const name = calleeOf(call)
  if (OR_ELSE.test(name)) return call.childForFieldName('object') ?? undefined
  return argument > 0 && DEFAULTED.test(name) ? argumentsOf(call)[0] : undefined
}

/** Variable behind a call that takes a name and a default: `env.getProperty("tariff.url", "…")`. */
export function variableReadBy(call: SyntaxNode): string | undefined {
  const first = literalText(argumentsOf(call)[0])
  if (first === undefined) return undefined
  const name = calleeOf(call)
  if (PROPERTY_SOURCE.test(name)) return variableOfProperty(first)
  return readsEnvironment(name) && isVariableName(first) ? first : undefined
}

export function environment(
  node: SyntaxNode | null | undefined,
  definitionOf: DefinitionOf,
  depth: number,
): string | undefined {
  if (!node || depth === 0) return undefined
  const next = (inner: SyntaxNode | null | undefined): string | undefined => environment(inner, definitionOf, depth - 1)
  switch (node.type) {
    case 'method_invocation': {
      const read = variableReadBy(node)
      if (read !== undefined) return read
      const name = calleeOf(node)
      if (isTransparent(name) || /(^|\.)Optional\.(ofNullable|of)$/.test(name)) {
        const first = next(argumentsOf(node)[0])
        if (first !== undefined) return first
      }
      return /\.(orElse|orElseGet|map|filter|trim|strip|or)$/.test(name)
        ? next(node.childForFieldName('object'))
        : undefined
    }
    case 'parenthesized_expression':
      return next(named(node)[0])
    case 'cast_expression':
      return next(node.childForFieldName('value'))
    case 'ternary_expression':
      return next(node.childForFieldName('consequence')) ?? next(node.childForFieldName('alternative'))
    case 'identifier':
    case 'field_access':
      return next(definitionOf(lastName(node)) ?? declarationOf(lastName(node), node)?.childForFieldName('value'))
    default:
      return undefined
  }
}

/** `if (url == null) url = "…"`: the default of the variable that `url` was read from. */
export function guardedDefault(assignment: SyntaxNode, name: string, definitionOf: DefinitionOf): string | undefined {
  let node = assignment.parent
  while (node !== null && /^(expression_statement|block)$/.test(node.type)) node = node.parent
  const condition = node?.type === 'if_statement' ? node.childForFieldName('condition')!.text : undefined
  if (condition === undefined || !new RegExp(`\\b${name}\\b`).test(condition)) return undefined
  if (!/null|isEmpty|isBlank|length|isNull/.test(condition)) return undefined
  return environment(declarationOf(name, assignment)?.childForFieldName('value'), definitionOf, 4)
}

/** A field of a `@ConfigurationProperties` class: its prefix, the fields that hold nested classes, the field. */
export function boundVariable(field: SyntaxNode, name: string): string | undefined {
  const path = [name]
  let owner = enclosingClass(field)
  for (; owner !== undefined; owner = enclosingClass(owner)) {
    const prefix = configurationPrefix(owner)
    if (prefix !== undefined) return variableOfProperty([...(prefix === '' ? [] : [prefix]), ...path].join('.'))
    const outer = enclosingClass(owner)
    const holder = outer && fieldOfType(outer, owner.childForFieldName('name')!.text)
    if (holder === undefined) return undefined
    path.unshift(holder)
  }
  return undefined
}

function enclosingClass(node: SyntaxNode): SyntaxNode | undefined {
  for (let parent = node.parent; parent !== null; parent = parent.parent)
    if (/^(class|record)_declaration$/.test(parent.type)) return parent
  return undefined
}

function configurationPrefix(owner: SyntaxNode): string | undefined {
  const annotation = annotationsOf(owner).find(
    (one) => one.childForFieldName('name')!.text === 'ConfigurationProperties',
  )
  if (annotation === undefined) return undefined
  const [first] = argumentsOf(annotation)
  const pair = argumentsOf(annotation).find((one) => /^(prefix|value)$/.test(one.childForFieldName('key')?.text ?? ''))
  return literalText(pair?.childForFieldName('value') ?? first) ?? ''
}

export function annotationsOf(declaration: SyntaxNode): SyntaxNode[] {
  const modifiers = named(declaration).find((node) => node.type === 'modifiers')
  return named(modifiers ?? null).filter((node) => node.type === 'annotation')
}

function fieldOfType(owner: SyntaxNode, type: string): string | undefined {
  for (const field of named(owner.childForFieldName('body'))) {
    if (field.type !== 'field_declaration' || typeName(field.childForFieldName('type')) !== type) continue
    return field.childForFieldName('declarator')?.childForFieldName('name')?.text
  }
  return undefined
}
