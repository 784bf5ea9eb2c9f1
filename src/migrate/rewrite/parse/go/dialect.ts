// What Go's syntax does with a value: the dialect for parse/climb.ts.
import { isMembership, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { positionOf } from '../nodes.ts'
import { readsVariable, stringOf } from './environment.ts'
import { type Facts, factsOf } from './facts.ts'
import { assignmentStep, returnStep } from './guards.ts'
import { callArguments, calleeName, isCallLike, lastName, literalText, pairedElements } from './nodes.ts'
import { chainedVariable, flagArgument, flagField, isFlagCall } from './options.ts'

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }

export function goDialect(): Dialect {
  let facts: Facts | undefined
  const known = (node: SyntaxNode): Facts => {
    facts ??= factsOf(node.tree.rootNode)
    return facts
  }
  return {
    environmentOf: (expression) => readsVariable(expression, (call) => known(call).helperVariable(call)),
    step: (child, parent) => step(child, parent, () => known(parent)),
  }
}

function step(child: SyntaxNode, parent: SyntaxNode, facts: () => Facts): Step {
  switch (parent.type) {
    case 'binary_expression':
      return comparison(parent)
    case 'expression_case':
      return parent.childForFieldName('value')?.id === child.id ? { kind: 'compared' } : THROUGH
    case 'index_expression':
      return parent.childForFieldName('index')?.id === child.id ? { kind: 'compared' } : THROUGH
    case 'keyed_element':
      return keyed(child, parent, facts)
    case 'literal_element':
      return pairedElements(parent.parent!).length > 0
        ? { kind: 'argument', index: positionOf(parent, parent.parent!) }
        : THROUGH
    case 'literal_value':
      return element(child, parent)
    case 'composite_literal':
      return isCallLike(parent) ? { kind: 'call', name: calleeName(parent), start: parent.startIndex } : THROUGH
    case 'argument_list':
      return argument(child, parent)
    case 'call_expression':
      return callStep(child, parent, facts)
    case 'type_conversion_expression':
      return THROUGH
    case 'const_spec':
    case 'var_spec':
    case 'short_var_declaration':
    case 'assignment_statement':
      return assignmentStep(child, parent, facts)
    case 'return_statement':
      return returnStep(parent, facts)
    case 'statement_list':
      return guarded(parent) ? THROUGH : { kind: 'scope' }
    case 'function_declaration':
    case 'method_declaration':
      return THROUGH
    case 'source_file':
      return facts().tagged ? { kind: 'test' } : { kind: 'scope' }
    case 'import_spec':
      return STOP
    case 'selector_expression':
      return parent.childForFieldName('operand')?.id === child.id ? THROUGH : STOP
    default:
      return THROUGH
  }
}

/** `x == ""` asks whether there is a value, not which one. */
function comparison(node: SyntaxNode): Step {
  if (!/^(==|!=)$/.test(node.childForFieldName('operator')?.type ?? '')) return THROUGH
  return /(==|!=)\s*(""|``|nil|0)$/.test(node.text) ? STOP : { kind: 'compared' }
}

/** The one statement of an `if`: what it gives its name belongs beside the names around the `if`. */
function guarded(list: SyntaxNode): boolean {
  return list.namedChildCount === 1 && list.parent?.parent?.type === 'if_statement'
}

function keyed(child: SyntaxNode, parent: SyntaxNode, facts: () => Facts): Step {
  const composite = parent.parent?.parent
  const key = parent.childForFieldName('key')!
  if (key.id === child.id) {
    // `map[string]bool{"localhost": true}` is a set: its members are looked up.
    return /^(bool|struct\{\})$/.test(composite?.childForFieldName('type')?.childForFieldName('value')?.text ?? '')
      ? { kind: 'compared' }
      : STOP
  }
  const name = literalText(key.namedChildren[0]) ?? key.text
  if (composite?.type !== 'composite_literal') return { kind: 'name', name }
  const type = composite.childForFieldName('type')!.text
  // What a registry is told, others will dial, its health checks included.
  if (/(Registration|ServiceCheck|RegisterInstanceParam|ServiceInstance)$/.test(type))
    return { kind: 'name', name: /check$/i.test(type) ? 'registration_url' : `registration_${name}` }
  const told = fieldOf(type, name)
  if (told !== undefined) return { kind: 'name', name: told }
  const option = flagField(composite, name)
  if (option) return option
  if (isCallLike(composite)) return { kind: 'keyword', name }
  const variable = facts().variableOf(name)
  return variable === undefined ? { kind: 'name', name } : { kind: 'env', variable, name }
}

/** Fields of the standard library whose names say too little without their type. */
function fieldOf(type: string, field: string): string | undefined {
  if (/(^|\.)Cookie$/.test(type) && field === 'Domain') return 'cookie_domain'
  if (/^x509\.Certificate(Request)?$/.test(type) && /^(DNSNames|IPAddresses|URIs)$/.test(field)) return 'alt_names'
  return undefined
}

function element(child: SyntaxNode, parent: SyntaxNode): Step {
  if (child.type !== 'literal_element') return { kind: 'scope' }
  return pairedElements(parent).length > 0
    ? { kind: 'call', name: '', start: parent.startIndex }
    : { kind: 'element', index: positionOf(child, parent) }
}

function argument(child: SyntaxNode, parent: SyntaxNode): Step {
  const call = parent.parent
  const flag = call?.type === 'call_expression' ? flagArgument(call, child) : undefined
  if (flag) return flag
  const last = call?.type === 'call_expression' && /\.Flag$/.test(calleeName(call)) && positionOf(child, parent) === 1
  return last ? { kind: 'keyword', name: 'usage' } : { kind: 'argument', index: positionOf(child, parent) }
}

function callStep(child: SyntaxNode, parent: SyntaxNode, facts: () => Facts): Step {
  const callee = parent.childForFieldName('function')!
  if (callee.id === child.id) return isMembership(callee.text) ? { kind: 'compared' } : THROUGH
  if (isFlagCall(parent)) return THROUGH
  const name = calleeName(parent)
  const [first, second] = callArguments(parent)
  if (name === 'cmp.Or' && first && child.type === 'argument_list') {
    const variable = readsVariable(first, facts().helperVariable)
    return variable === undefined ? THROUGH : { kind: 'env', variable }
  }
  const environment = facts().helperVariable(parent) ?? chainedVariable(parent) ?? viperDefault(name, first, facts)
  const key = stringOf(first)
  const reads = key !== undefined && isVariableName(key) && readsEnvironment(name)
  return {
    kind: 'call',
    name: meant(name, parent, first, second, facts),
    start: parent.startIndex,
    ...(key === undefined ? {} : { firstArgument: key }),
    ...(environment === undefined || reads ? {} : { environment }),
  }
}

function viperDefault(name: string, first: SyntaxNode | undefined, facts: () => Facts): string | undefined {
  const key = /\.SetDefault$/.test(name) ? literalText(first) : undefined
  return key === undefined ? undefined : facts().viperVariable(key)
}

/** What the arguments add to a name: the driver of `sql.Open`, the stream of `Fprintf`, the profiles of a default mux. */
function meant(
  name: string,
  call: SyntaxNode,
  first: SyntaxNode | undefined,
  second: SyntaxNode | undefined,
  facts: () => Facts,
): string {
  if (/^(sql|sqlx|otelsql)\.(Open|Connect|MustConnect|MustOpen)$/.test(name) && literalText(first))
    return `${name}.${literalText(first)}`
  if (/^fmt\.Fprint/.test(name) && /^os\.Std(out|err)$/.test(first?.text ?? '')) return 'fmt.Printf'
  if (/ListenAndServe$/.test(name) && servesProfiles(call, second, facts)) return `pprof.${name}`
  return lastName(call.childForFieldName('function')!) === 'SetDefault' ? 'SetDefault' : name
}

function servesProfiles(call: SyntaxNode, handler: SyntaxNode | undefined, facts: () => Facts): boolean {
  if (handler && /pprof|debug/i.test(handler.text)) return true
  if (handler?.type !== 'nil' || !facts().profiles) return false
  // Started beside the real server, or on the port every Go manual uses for profiles.
  for (let node: SyntaxNode | null = call; node; node = node.parent) if (node.type === 'go_statement') return true
  return /:606\d"/.test(call.text)
}
