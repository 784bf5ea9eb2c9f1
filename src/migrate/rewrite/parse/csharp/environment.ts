// Where C# reads its environment: variables, and the configuration that variables override (`Tariff:Url` = `Tariff__Url`).
import { isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import { walk } from '../../syntax.ts'
import { named } from '../nodes.ts'
import {
  argumentsOf,
  calleeOf,
  declarationOf,
  literalText,
  referenceName,
  typeOfName,
  valueOfDeclarator,
} from './names.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

/** Variable behind a call: `GetEnvironmentVariable("X")`, `Configuration.GetValue("A:B", …)`, `EnvOr("X", …)`. */
export function variableReadBy(call: SyntaxNode, definitionOf: DefinitionOf): string | undefined {
  const name = calleeOf(call)
  const first = literalText(argumentsOf(call)[0])
  if (first === undefined) return undefined
  if (/(^|\.)Environment\.GetEnvironmentVariable$/.test(name)) return first
  const method = name.split('.').at(-1)
  if (method === 'GetValue' || method === 'GetConnectionString') {
    const section = configurationPath(receiverOf(call), definitionOf, 4)
    if (section === undefined) return undefined
    return variableAt([...section, ...(method === 'GetValue' ? [] : ['ConnectionStrings']), first], call)
  }
  return readsEnvironment(name) && isVariableName(first) ? first : undefined
}

function receiverOf(call: SyntaxNode): SyntaxNode | null {
  return call.childForFieldName('function')?.childForFieldName('expression') ?? null
}

/** Keys of the section an expression stands for; [] is the root, undefined no configuration at all. */
function configurationPath(node: SyntaxNode | null, definitionOf: DefinitionOf, depth: number): string[] | undefined {
  if (node === null || depth === 0) return undefined
  if (node.type === 'invocation_expression') {
    if (!/(^|\.)Get(Required)?Section$/.test(calleeOf(node))) return undefined
    const key = literalText(argumentsOf(node)[0])
    const outer = configurationPath(receiverOf(node), definitionOf, depth - 1)
    return outer && key !== undefined ? [...outer, key] : undefined
  }
  const name = referenceName(node)
  if (name === undefined) return undefined
  if (/^_?(config|configuration|cfg|appConfig|configRoot)$/i.test(name))
    return isConfiguration(node, name) ? [] : undefined
  return node.type === 'identifier' ? configurationPath(definitionOf(name) ?? null, definitionOf, depth - 1) : undefined
}

/** A dictionary may be called `config`, too: the declared type decides where there is one. */
function isConfiguration(node: SyntaxNode, name: string): boolean {
  const type = node.type === 'identifier' ? typeOfName(name, node) : undefined
  return type === undefined || /Configuration(Root|Section|Manager)?$/.test(type)
}

/** `A:B` is read from `A__B`, where the file's own builder reads variables at all. */
function variableAt(keys: readonly string[], place: SyntaxNode): string | undefined {
  const variable = keys.join(':').replaceAll(':', '__')
  const text = place.tree.rootNode.text
  if (!/new ConfigurationBuilder\s*\(/.test(text)) return variable
  const added = /AddEnvironmentVariables\s*\(\s*(?:prefix:\s*)?(?:"([^"]*)")?/.exec(text)
  return added ? `${added[1] ?? ''}${variable}` : undefined
}

export function environment(
  node: SyntaxNode | null | undefined,
  definitionOf: DefinitionOf,
  depth: number,
): string | undefined {
  if (!node || depth === 0) return undefined
  const next = (inner: SyntaxNode | null | undefined): string | undefined => environment(inner, definitionOf, depth - 1)
  switch (node.type) {
    case 'invocation_expression': {
      const read = variableReadBy(node, definitionOf)
      if (read !== undefined) return read
      const name = calleeOf(node)
      if (!isTransparent(name)) return undefined
      return next(argumentsOf(node)[0]) ?? next(receiverOf(node))
    }
    case 'conditional_access_expression':
      return next(node.childForFieldName('condition'))
    case 'element_access_expression': {
      const section = configurationPath(node.childForFieldName('expression'), definitionOf, 4)
      const key = literalText(named(named(node.childForFieldName('subscript'))[0] ?? null)[0])
      return section && key !== undefined ? variableAt([...section, key], node) : undefined
    }
    case 'member_access_expression': {
      if (node.childForFieldName('name')!.text === 'Value') {
        const section = configurationPath(node.childForFieldName('expression'), definitionOf, 4)
        if (section !== undefined && section.length > 0) return variableAt(section, node)
      }
      return next(definitionOf(node.childForFieldName('name')!.text))
    }
    case 'binary_expression':
      return node.childForFieldName('operator')?.text === '??' || node.children.some((child) => child?.type === '??')
        ? next(node.childForFieldName('left'))
        : undefined
    case 'parenthesized_expression':
    case 'postfix_unary_expression':
    case 'await_expression':
      return next(named(node)[0])
    case 'cast_expression':
      return next(node.childForFieldName('value'))
    case 'as_expression':
      return next(node.childForFieldName('left'))
    case 'conditional_expression':
      return next(node.childForFieldName('consequence')) ?? next(node.childForFieldName('alternative'))
    case 'identifier': {
      const declared = declarationOf(node.text, node)
      const value = declared?.type === 'variable_declarator' ? valueOfDeclarator(declared) : null
      return next(definitionOf(node.text) ?? value)
    }
    default:
      return undefined
  }
}

/** `int.TryParse(GetEnvironmentVariable("PORT"), out var p) ? p : 6101`: the condition names what the other branch is. */
export function bornIn(
  condition: SyntaxNode | null,
  name: string | undefined,
  definitionOf: DefinitionOf,
): string | undefined {
  if (condition === null || name === undefined) return undefined
  const isBorn = new RegExp(`(\\bout\\s+(var|\\w+\\??)\\s+|[}\\w]\\s)${name}\\b`).test(condition.text)
  if (!isBorn) return undefined
  for (const node of walk(condition)) {
    if (!/^(invocation_expression|element_access_expression|identifier)$/.test(node.type)) continue
    const variable = environment(node, definitionOf, 4)
    if (variable !== undefined) return variable
  }
  return undefined
}

/** `if (string.IsNullOrEmpty(url)) url = "…"`: the default of the variable that `url` was read from. */
export function guardedDefault(
  assignment: SyntaxNode,
  left: SyntaxNode,
  definitionOf: DefinitionOf,
): string | undefined {
  const name = referenceName(left)
  let node = assignment.parent
  while (node !== null && /^(expression_statement|block)$/.test(node.type)) node = node.parent
  const condition = node?.type === 'if_statement' ? node.childForFieldName('condition')!.text : undefined
  if (name === undefined || condition === undefined || !new RegExp(`\\b${name}\\b`).test(condition)) return undefined
  return /null|IsNullOr|Length|""|string\.Empty/i.test(condition) ? environment(left, definitionOf, 4) : undefined
}

/** A property of an options class that names its own section: `const string SectionName = "Tariff"`. */
export function boundVariable(property: SyntaxNode, name: string): string | undefined {
  const body = property.parent
  if (body?.type !== 'declaration_list') return undefined
  const section =
    /\bconst\s+string\s+(?:Section(?:Name|Key|Path)?|Position|Config(?:uration)?Section(?:Name)?)\s*=\s*"([^"]+)"/.exec(
      body.text,
    )
  return section ? `${section[1]!.replaceAll(':', '__')}__${name}` : undefined
}
