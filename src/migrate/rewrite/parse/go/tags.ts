// Struct tags: one raw string that holds keys and quoted values; defaults among them belong to the field and its variable.

import type { SyntaxNode } from '../../syntax.ts'
import type { LiteralPart } from '../code.ts'
import { enclosing } from './nodes.ts'

const PAIR = /([\w-]+):"((?:[^"\\]|\\.)*)"/g
const DEFAULTS = new Set(['default', 'envDefault', 'env-default', 'envdefault', 'defaultValue', 'def', 'value'])

export function tagParts(tag: SyntaxNode, field: SyntaxNode): LiteralPart[] {
  const pairs = [...tag.text.matchAll(PAIR)]
  const keys = new Map(pairs.map((pair) => [pair[1]!, pair[2]!]))
  const name = field.childForFieldName('name')?.text ?? ''
  const env = variableOf(keys, name, field)
  return pairs.map((pair) => {
    const key = pair[1]!
    const start = tag.startIndex + pair.index + key.length + 2
    const whole = { start, end: start + pair[2]!.length }
    if (DEFAULTS.has(key)) return { ...whole, path: [name], ...(env === undefined ? {} : { env }) }
    // `env:"TARIFF_URL,default=http://…"`: the rest of the value is the default.
    const inline = key === 'env' ? /,\s*default=/.exec(pair[2]!) : null
    if (inline && env !== undefined)
      return { start: start + inline.index + inline[0].length, end: whole.end, path: [name], env }
    return { ...whole, path: [name, key] }
  })
}

function variableOf(keys: ReadonlyMap<string, string>, field: string, node: SyntaxNode): string | undefined {
  const named = keys.get('env') ?? keys.get('envconfig') ?? keys.get('envvar')
  const inArgument = /(?:^|,)env:([A-Za-z0-9_]+)/.exec(keys.get('arg') ?? '')?.[1]
  const own = named?.split(',')[0]?.trim() || inArgument
  if (own !== undefined) return keys.has('env') ? `${prefixOf(node)}${own}` : own
  // envconfig names fields without a tag after themselves.
  const processed = /\benvconfig\.(?:Must)?Process\(\s*"([^"]*)"/.exec(node.tree.rootNode.text)
  if (processed === null) return undefined
  const spelled = keys.get('split_words') === 'true' ? snake(field) : field
  return `${processed[1] === '' ? '' : `${processed[1]}_`}${spelled}`.toUpperCase()
}

/** `env.Options{Prefix: "CRANE_"}` of the file, `envPrefix:"TARIFF_"` of the fields that hold this struct. */
function prefixOf(field: SyntaxNode): string {
  const text = field.tree.rootNode.text
  const all = /\benv\.Options\{[^}]*Prefix:\s*"([A-Za-z0-9_]*)"/.exec(text)?.[1] ?? ''
  const type = enclosing(field, /^type_spec$/)?.childForFieldName('name')?.text
  const outer = enclosing(field, /^field_declaration$/)
  const around =
    outer === undefined
      ? type && new RegExp(`\\*?\\b${type}\\s+\`[^\`]*envPrefix:"([A-Za-z0-9_]*)"`).exec(text)?.[1]
      : /envPrefix:"([A-Za-z0-9_]*)"/.exec(outer.childForFieldName('tag')?.text ?? '')?.[1]
  return `${all}${around ?? ''}`
}

function snake(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
}
