// Go has no `??`: defaults are assigned or returned under an `if`. What the condition asks about says where the value comes from.
import type { SyntaxNode } from '../../syntax.ts'
import type { Step } from '../climb.ts'
import { named } from '../nodes.ts'
import { readsVariable } from './environment.ts'
import type { Facts } from './facts.ts'
import { enclosing, lastName, literalText, unwrap } from './nodes.ts'

const STOP: Step = { kind: 'stop' }

export function assignmentStep(child: SyntaxNode, parent: SyntaxNode, facts: () => Facts): Step {
  const left = parent.childForFieldName('left') ?? parent.childForFieldName('name')
  if (left === null || left.id === child.id || parent.childForFieldName('type')?.id === child.id) return STOP
  const target = targetOf(child, parent)
  if (target === undefined) return STOP
  const name = lastName(target)
  // The address a page of documentation offers to its reader.
  if (/swagger|openapi/i.test(target.text)) return { kind: 'name', name: 'docs', stop: true }
  const variable = variableBehind(target, parent, facts)
  if (variable !== undefined) return { kind: 'env', variable, name }
  return bareDefault(target, parent) ? { kind: 'fallback', left: target } : { kind: 'name', name }
}

/** The name that gets the literal: the one at the same place, or the only one. */
function targetOf(list: SyntaxNode, parent: SyntaxNode): SyntaxNode | undefined {
  const names = /_spec$/.test(parent.type)
    ? named(parent).filter((one) => one.type === 'identifier' && one.startIndex < list.startIndex)
    : named(parent.childForFieldName('left'))
  return names[0]
}

function variableBehind(target: SyntaxNode, statement: SyntaxNode, facts: () => Facts): string | undefined {
  const helper = facts().helperVariable
  if (guardOf(statement) !== undefined) {
    const before = target.type === 'identifier' ? readsVariable(target, helper) : undefined
    return before ?? (target.type === 'identifier' ? undefined : facts().variableOf(lastName(target)))
  }
  return target.type === 'identifier'
    ? overridden(target.text, statement, helper)
    : facts().variableOf(lastName(target))
}

/** `port := "6101"`, then `if p := os.Getenv("PORT"); p != "" { port = p }`. */
function overridden(name: string, statement: SyntaxNode, helper: Facts['helperVariable']): string | undefined {
  const start = /_spec$/.test(statement.type) ? (enclosing(statement, /_declaration$/) ?? statement) : statement
  for (let next = start.nextNamedSibling; next !== null; next = next.nextNamedSibling) {
    if (next.type !== 'if_statement') continue
    for (const inner of next.descendantsOfType('assignment_statement')) {
      if (inner?.childForFieldName('left')?.text !== name) continue
      const variable = readsVariable(inner.childForFieldName('right'), helper)
      if (variable !== undefined) return variable
    }
  }
  return undefined
}

/** The `if` an assignment stands under, when its condition asks whether there is a value. */
function guardOf(statement: SyntaxNode): SyntaxNode | undefined {
  const owner = statement.parent?.parent?.parent
  if (owner?.type !== 'if_statement') return undefined
  const condition = owner.childForFieldName('condition')?.text ?? ''
  return /==\s*(""|``|0|nil)|^!\w+$|!=\s*nil|len\(.*\)\s*(==|<)/.test(condition) ? owner : undefined
}

/** `if err != nil { host = "127.0.0.1" }`: a bare host for want of a better one, no address anybody configured. */
function bareDefault(target: SyntaxNode, statement: SyntaxNode): boolean {
  if (target.type !== 'identifier' || guardOf(statement) === undefined) return false
  const value = unwrap(named(statement.childForFieldName('right'))[0] ?? statement)
  return /^(localhost|127\.0\.0\.1|::1)$/.test(literalText(value) ?? '')
}

/** `if v := os.Getenv("X"); v != "" { return v }` and then `return "http://…"`: the default of X. */
export function returnStep(statement: SyntaxNode, facts: () => Facts): Step {
  const owner = enclosing(statement, /^(function_declaration|method_declaration|func_literal)$/)
  const name = owner?.childForFieldName('name')?.text
  const variables = new Set(
    (owner?.descendantsOfType('return_statement') ?? []).flatMap((one) => {
      const variable =
        one && one.id !== statement.id ? readsVariable(one.namedChildren[0], facts().helperVariable) : undefined
      return variable === undefined ? [] : [variable]
    }),
  )
  if (variables.size === 1)
    return { kind: 'env', variable: [...variables][0]!, ...(name === undefined ? {} : { name }) }
  const composite = statement.namedChildren[0]?.namedChildren.some(
    (one) => one && unwrap(one).type === 'composite_literal',
  )
  return composite || name === undefined ? STOP : { kind: 'name', name, stop: true }
}
