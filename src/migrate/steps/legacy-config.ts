// Merges a service's configuration template with the configuration it had: the template decides, keys it does not know are
// carried over and reported, never dropped. Pure: text in, text out.
import { isMap, type Pair, parseDocument, visit } from 'yaml'
import type { ServiceDefinition } from '../../model/service.ts'

export interface MergedConfig {
  /** Template form: `${…}` placeholders are still in it. */
  text: string
  /** Key paths taken over from the legacy file. */
  carried: string[]
  /** Key paths that were the service's own legacy port and follow the definition now. */
  ports: string[]
  /** Key paths both have; the template's value stands. */
  replaced: { key: string; legacy: string; template: string }[]
}

const PORT_KEY = /(^|_|-)port$/i

export function mergeConfig(template: string, legacy: string | undefined, definition: ServiceDefinition): MergedConfig {
  const result: MergedConfig = { text: template, carried: [], ports: [], replaced: [] }
  if (legacy === undefined) return result
  const old = parseDocument(legacy)
  if (old.errors.length > 0 || !isMap(old.contents)) return result
  // A literal `${` of the old file is no placeholder of ours.
  visit(old, {
    Scalar(_key, node) {
      if (typeof node.value === 'string') node.value = node.value.replaceAll('${', () => '$${')
    },
  })
  const merged = parseDocument(quotePlaceholders(template))
  if (!isMap(merged.contents)) merged.contents = merged.createNode({}) as never
  for (const pair of old.contents.items) carry(merged, [], pair, definition, result)
  result.text = unquotePlaceholders(merged.toString({ lineWidth: 0 }))
  return result
}

type Document = ReturnType<typeof parseDocument>

function carry(
  merged: Document,
  parent: string[],
  pair: Pair,
  definition: ServiceDefinition,
  result: MergedConfig,
): void {
  const path = [...parent, String(pair.key)]
  const key = path.join('.')
  if (isMap(pair.value) && (!merged.hasIn(path) || isMap(merged.getIn(path, true)))) {
    if (!merged.hasIn(path)) merged.setIn(path, merged.createNode({}))
    for (const inner of pair.value.items) carry(merged, path, inner, definition, result)
    return
  }
  const legacyValue = textOf(pair.value)
  if (merged.hasIn(path)) {
    const templateValue = unquotePlaceholders(textOf(merged.getIn(path, true)))
    if (templateValue !== legacyValue) result.replaced.push({ key, legacy: legacyValue, template: templateValue })
    return
  }
  const port = ownPort(String(pair.key), legacyValue, definition)
  if (port !== undefined) {
    merged.setIn(path, mark(`\${self.port.${port}}`))
    result.ports.push(key)
    return
  }
  merged.setIn(path, pair.value)
  result.carried.push(key)
}

/** Name of the definition's port that a legacy port of the service itself stands for. */
function ownPort(key: string, value: string, { legacy, ports }: ServiceDefinition): string | undefined {
  if (!PORT_KEY.test(key)) return undefined
  const number = Number(value)
  if (legacy.metricsPorts.includes(number) && ports.metrics !== undefined) return 'metrics'
  return legacy.ports.includes(number) && ports.http !== undefined ? 'http' : undefined
}

function textOf(node: unknown): string {
  const value = (node as { toJSON?: () => unknown } | null)?.toJSON?.() ?? node
  return typeof value === 'string' ? value : JSON.stringify(value)
}

// A placeholder is not YAML: `${…}` unquoted would be read as a string and could be written back quoted, which would turn
// a port into a text. It travels through the printer as a plain word instead.
const PLACEHOLDER = /(?<!\$)\$\{([a-z0-9.-]+)\}/g
const WORD = /PLACEHOLDER_([0-9a-f]+)_END/g

function mark(text: string): string {
  return quotePlaceholders(text)
}

function quotePlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, (_whole, name: string) => `PLACEHOLDER_${Buffer.from(name).toString('hex')}_END`)
}

function unquotePlaceholders(text: string): string {
  return text.replace(WORD, (_whole, hex: string) => `\${${Buffer.from(hex, 'hex').toString()}}`)
}
