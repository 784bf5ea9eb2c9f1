// Which environment variable an expression of Rust reads: `env::var("X").ok().and_then(…)`, `option_env!("X")`, a local of it.
import { isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import { callArguments, calleeName, literalText, methodOf, unwrap } from './nodes.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

export function environment(
  node: SyntaxNode | null | undefined,
  definitionOf: DefinitionOf,
  depth = 8,
): string | undefined {
  if (!node || depth === 0) return undefined
  const inner = unwrap(node)
  if (inner.type === 'identifier') return environment(definitionOf(inner.text), definitionOf, depth - 1)
  if (inner.type === 'let_condition') return environment(inner.childForFieldName('value'), definitionOf, depth - 1)
  if (inner.type === 'match_expression') return environment(inner.childForFieldName('value'), definitionOf, depth - 1)
  if (inner.type !== 'call_expression' && inner.type !== 'macro_invocation') return undefined
  const name = calleeName(inner)
  const first = callArguments(inner)[0]
  const key = literalText(first) ?? (first && literalText(definitionOf(first.text)))
  if (key !== undefined && isVariableName(key) && readsEnvironment(name)) return key
  const method = methodOf(inner)
  return method && environment(method.receiver, definitionOf, depth - 1)
}
