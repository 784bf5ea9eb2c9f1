// The arguments of one call, tuples and option objects opened: where a host looks for the port beside it.
import type { CallArgument } from '../model.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Grammar } from './code.ts'
import { conversionOf } from './pieces.ts'

export function callArguments(callStart: number, root: SyntaxNode, grammar: Grammar): CallArgument[] {
  let node = root.namedDescendantForIndex(callStart)
  while (node !== null && !(grammar.calls.has(node.type) && node.startIndex === callStart)) node = node.parent
  // The outermost call that starts there is the chain's last; inner ones hold fewer arguments of interest.
  let call = node
  const found: CallArgument[] = []
  while (call !== null && call.startIndex === callStart) {
    if (grammar.calls.has(call.type)) found.push(...argumentsOf(call, grammar))
    call = call.parent
  }
  return found
}

function argumentsOf(call: SyntaxNode, grammar: Grammar): CallArgument[] {
  return grammar.argumentsOf(call).flatMap((argument, index): CallArgument[] => {
    const keyword = grammar.keywordOf(argument)
    const value = keyword?.value ?? argument
    const base = { argument: keyword?.name ?? index, list: call.endIndex }
    if (grammar.lists.has(value.type)) {
      return value.namedChildren.flatMap((item, element) =>
        item ? [{ ...base, element, ...described(item, grammar) }] : [],
      )
    }
    if (grammar.maps.has(value.type)) {
      return value.namedChildren.flatMap((pair): CallArgument[] => {
        const property = pair && grammar.keywordOf(pair)
        return property ? [{ ...base, argument: property.name, ...described(property.value, grammar) }] : []
      })
    }
    return [{ ...base, ...described(value, grammar) }]
  })
}

function described(node: SyntaxNode, grammar: Grammar): { start: number; end: number; name?: string } {
  const converted = conversionOf(node, grammar)
  const name = grammar.referenceName(node) ?? (converted && grammar.referenceName(converted))
  return { start: node.startIndex, end: node.endIndex, ...(name === undefined ? {} : { name }) }
}
