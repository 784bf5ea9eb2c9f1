// What C# calls things: callees without their arguments, types of variables, texts of literals.
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'

/** `builder.WebHost.UseUrls`, `services.AddDbContext().Configure`, `ConnectionFactory` of a `new`. */
export function calleeOf(call: SyntaxNode): string {
  switch (call.type) {
    case 'object_creation_expression':
      return typeName(call.childForFieldName('type'))
    case 'implicit_object_creation_expression':
      return targetType(call)
    case 'attribute':
      return call.childForFieldName('name')!.text.replace(/Attribute$/, '')
    case 'constructor_initializer':
    case 'primary_constructor_base_type':
      return 'base'
    default:
      return reference(call.childForFieldName('function'))
  }
}

function reference(node: SyntaxNode | null): string {
  if (node === null) return ''
  switch (node.type) {
    case 'member_access_expression':
      return dotted(reference(node.childForFieldName('expression')), reference(node.childForFieldName('name')))
    case 'conditional_access_expression':
      return dotted(reference(node.childForFieldName('condition')), reference(named(node).at(-1) ?? null))
    case 'member_binding_expression':
      return reference(node.childForFieldName('name'))
    case 'generic_name':
      return named(node)[0]?.text ?? ''
    case 'invocation_expression':
    case 'object_creation_expression':
      return `${calleeOf(node)}()`
    case 'postfix_unary_expression':
    case 'parenthesized_expression':
    case 'await_expression':
      return reference(named(node)[0] ?? null)
    case 'identifier':
    case 'predefined_type':
    case 'qualified_name':
    case 'this':
    case 'base':
      return node.text.replaceAll(/\s+/g, '')
    case 'element_access_expression':
      return reference(node.childForFieldName('expression'))
    default:
      return ''
  }
}

function dotted(owner: string, name: string): string {
  return owner === 'this' || owner === 'base' ? name : `${owner}.${name}`
}

/** `System.Collections.Generic.List<string>` → `System.Collections.Generic.List`. */
export function typeName(type: SyntaxNode | null): string {
  return (type?.text ?? '').replace(/<[\s\S]*$/, '').replaceAll(/[\s?]+/g, '')
}

/** `ConnectionFactory f = new()`: the type stands at what it is assigned to. */
function targetType(creation: SyntaxNode): string {
  const holder = creation.parent
  if (holder?.type === 'variable_declarator') return typeName(holder.parent?.childForFieldName('type') ?? null)
  return holder?.type === 'property_declaration' ? typeName(holder.childForFieldName('type')) : ''
}

export function valueOfDeclarator(declarator: SyntaxNode): SyntaxNode | null {
  const value = named(declarator).at(-1)
  return value && value.id !== declarator.childForFieldName('name')?.id && value.type !== 'bracketed_argument_list'
    ? value
    : null
}

const SCOPES =
  /^(block|declaration_list|compilation_unit|method_declaration|constructor_declaration|local_function_statement|class_declaration|record_declaration|lambda_expression|using_statement|switch_section)$/

/** Declarator, property or parameter that introduces a name, looked up outward from a place. */
export function declarationOf(name: string, from: SyntaxNode): SyntaxNode | undefined {
  for (let node = from.parent; node !== null; node = node.parent) {
    const found = SCOPES.test(node.type) ? declaredIn(node, name) : undefined
    if (found) return found
  }
  return undefined
}

function declaredIn(scope: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const child of named(scope)) {
    const statement = child.type === 'global_statement' ? named(child)[0]! : child
    const found = declaredBy(statement).find(
      (node) => node.childForFieldName('name')?.text === name || node.text === name,
    )
    if (found) return found
  }
  return undefined
}

function declaredBy(statement: SyntaxNode): SyntaxNode[] {
  switch (statement.type) {
    case 'local_declaration_statement':
    case 'field_declaration':
      return named(named(statement).find((node) => node.type === 'variable_declaration') ?? null)
    case 'variable_declaration':
      return named(statement)
    case 'property_declaration':
      return [statement]
    case 'parameter_list':
      return named(statement)
    case 'implicit_parameter':
      return [statement]
    default:
      return []
  }
}

/** Type of a variable as declared, or of the object made for it; for a parameter of a lambda the call it configures. */
export function typeOfName(name: string, from: SyntaxNode): string | undefined {
  const found = declarationOf(name, from)
  if (found === undefined) return undefined
  const lambda = found.type === 'implicit_parameter' ? found.parent : found.parent?.parent
  const declared = typeName(found.childForFieldName('type') ?? found.parent?.childForFieldName('type') ?? null)
  if (lambda?.type === 'lambda_expression' && declared === '') return configuredBy(lambda)
  if (declared !== 'var' && declared !== '') return declared
  const value = found.type === 'variable_declarator' ? valueOfDeclarator(found) : null
  return value && /object_creation/.test(value.type) ? calleeOf(value) : undefined
}

function configuredBy(lambda: SyntaxNode): string | undefined {
  const call = lambda.parent?.parent?.parent
  return call?.type === 'invocation_expression' ? calleeOf(call).split('.').at(-1) : undefined
}

/** Arguments without their wrapping, then the properties of an object initialiser. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  if (/^(tuple|initializer)_expression$/.test(call.type)) return named(call).map(unwrapped)
  const lists = named(call).filter((node) => /argument_list$/.test(node.type))
  const initial = named(call).find((node) => node.type === 'initializer_expression')
  const given = lists.flatMap(named).filter((node) => !/comment/.test(node.type))
  return [...given.map(unwrapped), ...named(initial ?? null).filter((node) => node.type === 'assignment_expression')]
}

function unwrapped(argument: SyntaxNode): SyntaxNode {
  if (!/argument$/.test(argument.type) || argument.childForFieldName('name') !== null) return argument
  return named(argument).at(-1) ?? argument
}

/** Text of a plain literal; undefined for anything else. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  if (node?.type === 'verbatim_string_literal') return node.text.slice(2, -1)
  return node?.type === 'string_literal' ? node.text.replace(/^"|"(u8)?$/g, '') : undefined
}

/** Last name of a reference: `this.Host`, `Config.Host`, `port.ToString()` → `Host`, `port`. */
export function referenceName(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'identifier':
      return node.text
    case 'member_access_expression':
      return node.childForFieldName('name')!.text
    case 'postfix_unary_expression':
      return referenceName(named(node)[0]!)
    case 'invocation_expression': {
      const callee = node.childForFieldName('function')!
      const isText = callee.type === 'member_access_expression' && callee.childForFieldName('name')!.text === 'ToString'
      return isText ? referenceName(callee.childForFieldName('expression')!) : undefined
    }
    default:
      return undefined
  }
}

/** `Host = x` inside `new Options { … }` or an attribute: a keyword, not an assignment. */
export function isKeyword(assignment: SyntaxNode): boolean {
  return /^(initializer_expression|attribute_argument|with_initializer)$/.test(assignment.parent?.type ?? '')
}

/** Name on the left of such a keyword: `Host`, `["tariff"]`. */
export function keywordName(left: SyntaxNode): string {
  const key = left.type === 'element_binding_expression' ? named(named(left)[0] ?? null)[0] : undefined
  return literalText(key) ?? referenceName(left) ?? left.text
}
