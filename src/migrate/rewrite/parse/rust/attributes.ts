// What an attribute says about the field under it: `#[arg(long, env = "X", default_value = "…", help = "…")]`.
import type { SyntaxNode } from '../../syntax.ts'
import type { Step } from '../climb.ts'
import { attributesOf, literalText, tokenGroups, tokenKey } from './nodes.ts'

const DEFAULTS = /^(default|default_value|default_value_t|default_values|default_values_t|value)$/

/** Step from a literal inside the tokens of an attribute. */
export function attributeStep(token: SyntaxNode, tokens: SyntaxNode): Step {
  const item = tokens.parent?.parent
  const key = tokenKey(token) ?? ''
  const field = fieldUnder(item)
  if (!DEFAULTS.test(key)) return { kind: 'name', name: key || 'doc', stop: true }
  const variable = variableOf(tokens, field)
  return variable === undefined ? { kind: 'name', name: field, stop: true } : { kind: 'env', variable, name: field }
}

function fieldUnder(item: SyntaxNode | null | undefined): string {
  for (let next = item?.nextNamedSibling; next; next = next.nextNamedSibling)
    if (next.type !== 'attribute_item' && !/comment/.test(next.type)) return next.childForFieldName('name')?.text ?? ''
  return ''
}

/** `env = "X"`, or a bare `env`, which means the field's own name in capitals. */
function variableOf(tokens: SyntaxNode, field: string): string | undefined {
  for (const group of tokenGroups(tokens)) {
    if (!/^(env|from)$/.test(group[0]?.text ?? '')) continue
    const value = literalText(group[1])
    if (value !== undefined) return value
    if (group.length === 1 && group[0]!.text === 'env' && field !== '') return field.toUpperCase()
  }
  return undefined
}

/** `#[cfg(test)] mod tests`, `#[test] fn …`: they only run as tests. */
export function isTest(item: SyntaxNode): boolean {
  return attributesOf(item).some((one) =>
    /^#\[\s*(cfg\s*\(.*\btest\b.*\)|(\w+::)*(test|rstest|bench|test_log)\b.*)\s*\]$/s.test(one.text),
  )
}
