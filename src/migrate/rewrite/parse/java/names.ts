// What Java calls things: callees without their arguments, types of variables, texts of literals.
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'

/** `System.getenv().getOrDefault`, `RedisURI.Builder.redis().withPort`, `InetSocketAddress` of a `new`. */
export function calleeOf(call: SyntaxNode): string {
  switch (call.type) {
    case 'object_creation_expression':
      return typeName(call.childForFieldName('type'))
    case 'annotation':
    case 'enum_constant':
      return call.childForFieldName('name')!.text
    case 'explicit_constructor_invocation':
      return call.childForFieldName('constructor')?.text ?? 'this'
    default: {
      const object = call.childForFieldName('object')
      const name = call.childForFieldName('name')?.text ?? ''
      return object === null ? name : `${receiverName(object)}.${name}`
    }
  }
}

function receiverName(object: SyntaxNode): string {
  if (/^(method_invocation|object_creation_expression)$/.test(object.type)) return `${calleeOf(object)}()`
  return /literal|parenthesized|binary|cast/.test(object.type) ? '' : object.text.replaceAll(/\s+/g, '')
}

/** `java.util.Map<K, V>` → `java.util.Map`. */
export function typeName(type: SyntaxNode | null): string {
  return (type?.text ?? '').replace(/<[\s\S]*$/, '').replaceAll(/\s+/g, '')
}

/** Declarator, parameter or resource that gives a name its type, looked up outward from a place. */
export function declarationOf(name: string, from: SyntaxNode): SyntaxNode | undefined {
  for (let node = from.parent; node !== null; node = node.parent) {
    if (
      /^(block|constructor_body|class_body|switch_block_statement_group|lambda_expression|method_declaration|constructor_declaration|try_with_resources_statement)$/.test(
        node.type,
      )
    ) {
      const found = declaredIn(node, name)
      if (found) return found
    }
  }
  return undefined
}

function declaredIn(scope: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const child of named(scope)) {
    if (/^(local_variable_declaration|field_declaration)$/.test(child.type)) {
      const declarator = named(child).find(
        (node) => node.type === 'variable_declarator' && node.childForFieldName('name')?.text === name,
      )
      if (declarator) return declarator
    }
    if (/^(formal_parameters|resource_specification|inferred_parameters)$/.test(child.type)) {
      const parameter = named(child).find((node) => node.childForFieldName('name')?.text === name)
      if (parameter) return parameter
    }
  }
  return undefined
}

/** Type of a variable: as declared, or of the object made for it (`var f = new Factory()`). */
export function typeOfName(name: string, from: SyntaxNode): string | undefined {
  const found = declarationOf(name, from)
  if (found === undefined) return undefined
  const type = typeName(found.childForFieldName('type') ?? found.parent?.childForFieldName('type') ?? null)
  const value = found.childForFieldName('value')
  if (type !== 'var' && type !== '') return type
  return value?.type === 'object_creation_expression' ? calleeOf(value) : undefined
}

export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  return named(call.childForFieldName('arguments')).filter((node) => !/comment/.test(node.type))
}

/** Text of a plain literal; undefined for anything else. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  return node?.type === 'string_literal' ? node.text.replace(/^"""|^"|"""$|"$/g, '') : undefined
}

/** Last name of a reference: `this.host` → `host`, `Config.HOST` → `HOST`. */
export function lastName(node: SyntaxNode): string {
  return node.type === 'field_access' ? node.childForFieldName('field')!.text : node.text
}
