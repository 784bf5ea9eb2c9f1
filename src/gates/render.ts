// Fills the placeholders of a check at the moment it is asked: addresses, saved values, the id of the run.
import type { Json } from '../model/gate.ts'
import type { EndpointMap } from '../model/platform.ts'

export interface Values {
  self: string
  endpoints: EndpointMap
  saved: ReadonlyMap<string, Json>
  run: { id: string; startedMs: number }
  nowMs: number
}

/** The rendered value, or the placeholders nobody could fill. */
export function render<T>(value: T, values: Values): { value: T } | { missing: string[] } {
  const missing: string[] = []
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'string') return renderText(inner, values, missing)
    if (Array.isArray(inner)) return inner.map(walk)
    if (inner === null || typeof inner !== 'object') return inner
    return Object.fromEntries(Object.entries(inner).map(([key, member]) => [key, walk(member)]))
  }
  const rendered = walk(value) as T
  return missing.length > 0 ? { missing } : { value: rendered }
}

/** A text that is one placeholder keeps the type of its value: a saved number stays a number. */
function renderText(text: string, values: Values, missing: string[]): Json {
  const whole = /^\$\{([^}\n]*)\}$/.exec(text)
  const fill = (name: string): Json => {
    const value = lookup(name, values)
    if (value === undefined) missing.push(name)
    return value ?? ''
  }
  if (whole) return fill(whole[1]!)
  return text.replace(/\$\{([^}\n]*)\}/g, (_match, name: string) => String(fill(name)))
}

function lookup(name: string, { self, endpoints, saved, run, nowMs }: Values): Json | undefined {
  const [subject = '', part = '', key = ''] = name.split('.')
  if (subject === 'run') return part === 'id' ? run.id : part === 'startedMs' ? run.startedMs : undefined
  if (name === 'now.ms') return nowMs
  if (subject === 'saved') return saved.get(part)
  const endpoint = endpoints.get(subject === 'self' ? self : subject)
  if (!endpoint) return undefined
  if (part === 'host') return endpoint.host
  const port = endpoint.ports[key]
  if (port === undefined) return undefined
  return part === 'port' ? port : part === 'address' ? `${endpoint.host}:${port}` : undefined
}
