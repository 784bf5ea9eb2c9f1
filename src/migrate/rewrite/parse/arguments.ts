// The arguments of one call, tuples and option objects opened: where a host looks for the port beside it.
import type { CallArgument } from '../model.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Grammar } from './code.ts'

export function callArguments(callStart: number, root: SyntaxNode, grammar: Grammar): CallArgument[] {
  let node = root.namedDescendantForIndex(callStart)
  while (node !== null && !(/^(call|call_expression|new_expression)$/.test(node.type) && node.startIndex === callStart))
    node = node.parent
  // The outermost call that starts there is the chain's last; inner ones hold fewer arguments of interest.
  let call = node
  const found: CallArgument[] = []
  while (call !== null && call.startIndex === callStart) {
    if (/^(call|call_expression|new_expression)$/.test(call.type)) found.push(...argumentsOf(call, grammar))
    call = call.parent
  }
  return found
}

function argumentsOf(call: SyntaxNode, grammar: Grammar): CallArgument[] {
  return grammar.argumentsOf(call).flatMap((argument, index): CallArgument[] => {
    const keyword = grammar.keywordOf(argument)
    const value = keyword?.value ?? argument
    const base = { argument: keyword?.name ?? index }
    if (/^(tuple|list|array)$/.test(value.type)) {
      return value.namedChildren.flatMap((item, element) =>
        item ? [{ ...base, element, ...described(item, grammar) }] : [],
      )
    }
    if (value.type === 'object') {
      return value.namedChildren.flatMap((pair): CallArgument[] => {
        const property = pair && grammar.keywordOf(pair)
        return property ? [{ argument: property.name, ...described(property.value, grammar) }] : []
      })
    }
    return [{ ...base, ...described(value, grammar) }]
  })
}

function described(node: SyntaxNode, grammar: Grammar): { start: number; end: number; name?: string } {
  const wrapped = /^(?:int|str|Number|String|parseInt)\(([A-Za-z_][\w.]*)\)$/.exec(node.text)?.[1]
  const name = grammar.referenceName(node) ?? wrapped?.slice(wrapped.lastIndexOf('.') + 1)
  return { start: node.startIndex, end: node.endIndex, ...(name === undefined ? {} : { name }) }
}
