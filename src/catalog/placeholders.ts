// Placeholders in definitions, templates and gates: `${nats.address.client}`, `${self.port.http}`, `${dirs.data}`.
// One scope per runtime gives them their values; an unknown one is an error of the definition, with its line.
import type { EndpointMap } from '../model/platform.ts'
import { invalid } from './problems.ts'

export interface Scope {
  /** Service meant by `self`. */
  self?: string
  endpoints: EndpointMap
  dirs: { data: string; config: string; secrets: string }
  /** Address to listen on: loopback on this host, everything inside a container. */
  bindHost: string
  timeseriesUrl: string
  lakeUrl: string
}

const PLACEHOLDER = /\$(\$)?\{([^}\n]*)\}/g

/** Replaces every placeholder; `$${` stays as `${`. Throws DEFINITION_INVALID at file:line for an unknown one. */
export function renderPlaceholders(text: string, scope: Scope, file: string): string {
  return text.replace(PLACEHOLDER, (whole, escaped: string | undefined, name: string, offset: number) => {
    if (escaped) return whole.slice(1)
    const value = lookup(name, scope)
    if (value !== undefined) return value
    const before = text.slice(0, offset).split('\n')
    throw invalid([
      {
        file,
        line: before.length,
        column: (before.at(-1) ?? '').length + 1,
        path: whole,
        message:
          'unknown placeholder; expected ${<service>.host}, ${<service>.port.<name>}, ${<service>.address.<name>}, ${dirs.data|config|secrets}, ${bind.host}, ${timeseries.url} or ${lake.url}',
      },
    ])
  })
}

function lookup(name: string, scope: Scope): string | undefined {
  const [subject = '', part = '', key = ''] = name.split('.')
  if (subject === 'dirs') return scope.dirs[part as keyof Scope['dirs']]
  if (name === 'bind.host') return scope.bindHost
  if (name === 'timeseries.url') return scope.timeseriesUrl
  if (name === 'lake.url') return scope.lakeUrl
  const endpoint = scope.endpoints.get(subject === 'self' ? (scope.self ?? '') : subject)
  if (!endpoint) return undefined
  if (part === 'host') return endpoint.host
  const port = endpoint.ports[key]
  if (port === undefined) return undefined
  if (part === 'port') return String(port)
  return part === 'address' ? `${endpoint.host}:${port}` : undefined
}
