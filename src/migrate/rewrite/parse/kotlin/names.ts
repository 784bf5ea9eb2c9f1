// What Kotlin calls things: callees without their arguments, types of variables, texts of literals.
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'

/** `System.getenv().getOrDefault`, `embeddedServer` (also with a lambda behind), `FeignClient` of an annotation. */
export function calleeOf(call: SyntaxNode): string {
  const [callee] = named(call)
  return callee === undefined ? '' : reference(callee)
}

function reference(node: SyntaxNode): string {
  switch (node.type) {
    case 'call_expression':
      // `install(CORS) { … }`: the call with its lambda is called like the call inside.
      return isTrailing(node) || node.parent?.type !== 'call_expression' ? `${calleeOf(node)}()` : calleeOf(node)
    case 'navigation_expression': {
      const [owner, name] = named(node)
      return /^(this_expression|super_expression)$/.test(owner!.type)
        ? (name?.text ?? '')
        : `${reference(owner!)}.${name?.text ?? ''}`
    }
    case 'identifier':
    case 'user_type':
      return node.text.replace(/<[\s\S]*$/, '').replaceAll(/\s+/g, '')
    default:
      return ''
  }
}

function isTrailing(call: SyntaxNode): boolean {
  return named(call).at(-1)?.type === 'annotated_lambda'
}

/** Arguments without their wrapping. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = named(call).find((node) => node.type === 'value_arguments')
  return named(list ?? null)
    .filter((node) => node.type === 'value_argument')
    .map((argument) => (argumentName(argument) === undefined ? (named(argument).at(-1) ?? argument) : argument))
}

/** `port = 6101` → `port`. */
export function argumentName(argument: SyntaxNode): string | undefined {
  const isNamed = argument.type === 'value_argument' && argument.children.some((child) => child?.type === '=')
  return isNamed ? named(argument)[0]!.text : undefined
}

/** Name of a property, parameter or variable. */
export function declaredName(declaration: SyntaxNode): string | undefined {
  const variable = named(declaration).find((node) => node.type === 'variable_declaration') ?? declaration
  return named(variable).find((node) => node.type === 'identifier')?.text
}

/** Expression behind `=`; undefined when nothing is given. */
export function givenValue(declaration: SyntaxNode): SyntaxNode | undefined {
  const at = declaration.children.findIndex((child) => child?.type === '=')
  return at < 0 ? undefined : (declaration.children[at + 1] ?? undefined)
}

/** Text of a plain literal; undefined for anything else. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  if (node?.type === 'string_literal') return node.text.slice(1, -1)
  return node?.type === 'multiline_string_literal' ? node.text.slice(3, -3) : undefined
}

/** Last name of a reference: `this.host`, `Config.HOST`, `port.toString()` → `host`, `HOST`, `port`. */
export function referenceName(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'identifier':
      return node.text
    case 'navigation_expression':
      return named(node).at(-1)?.text
    case 'call_expression': {
      const [callee] = named(node)
      const isText = callee?.type === 'navigation_expression' && named(callee).at(-1)?.text === 'toString'
      return isText ? referenceName(named(callee)[0]!) : undefined
    }
    default:
      return undefined
  }
}

/** Property, variable or parameter of a name, looked up outward from a place. */
export function declarationOf(name: string, from: SyntaxNode): SyntaxNode | undefined {
  for (let node = from.parent; node !== null; node = node.parent) {
    if (!/^(block|class_body|source_file|lambda_literal|function_declaration|class_declaration)$/.test(node.type))
      continue
    const lists = named(node).filter((child) => /^(function_value_parameters|primary_constructor)$/.test(child.type))
    const parameters = lists.flatMap((list) =>
      list.type === 'primary_constructor' ? named(list).flatMap(named) : named(list),
    )
    const found = [...named(node), ...parameters].find(
      (child) => /^(property_declaration|parameter|class_parameter)$/.test(child.type) && declaredName(child) === name,
    )
    if (found) return found
  }
  return undefined
}
