// The invented system the rewrite tests speak of: service `crane` (legacy port 6101) among tariff, depot, bus and stores.

import { applyEdits } from '../../src/migrate/rewrite/apply.ts'
import { planRewrite, type RewritePlan } from '../../src/migrate/rewrite/plan.ts'
import type { Registry, RegistryEntry, RegistryService } from '../../src/migrate/rewrite/registry.ts'
import type { SourceFiles } from '../../src/model/source.ts'
import { loadGrammars } from '../../src/observe/legacy.ts'

export const grammars = loadGrammars()

const SERVICES: [
  id: string,
  kind: 'app' | 'infra',
  ports: Record<string, number>,
  legacy: Record<number, string>,
  names?: string[],
][] = [
  ['crane', 'app', { http: 8080, metrics: 9080 }, { 6101: 'http', 6201: 'metrics' }],
  ['tariff', 'app', { http: 8080 }, { 6105: 'http', 6108: 'http' }, ['rates']],
  ['depot', 'app', { http: 8080 }, { 6107: 'http', 6108: 'http' }],
  ['nats', 'infra', { client: 4222, monitor: 8222 }, { 4222: 'client', 8222: 'monitor' }, ['bus']],
  ['valkey', 'infra', { client: 6379 }, { 6379: 'client' }, ['redis', 'cache']],
  ['sql', 'infra', { client: 5432 }, { 5432: 'client' }, ['postgres']],
]

export function inventedRegistry(): Registry {
  const services = new Map<string, RegistryService>()
  const ports = new Map<number, RegistryEntry[]>()
  for (const [id, kind, own, legacy, names = []] of SERVICES) {
    services.set(id, { id, kind, ports: own, names: [id, ...names] })
    for (const [port, name] of Object.entries(legacy)) {
      const entry: RegistryEntry = {
        service: id,
        port: name,
        value: own[name]!,
        rank: 1,
        evidence: `${id} listened on ${port}`,
      }
      ports.set(Number(port), [...(ports.get(Number(port)) ?? []), entry])
    }
  }
  return {
    services,
    ports,
    known: new Map(),
    renames: new Map([['legacy-lake', 'lake']]),
    hostPeers: { ports: new Set([7497]), words: new Set(['terminal', 'tws']) },
    legacyRoots: new Set(['legacy']),
  }
}

export function memoryFiles(files: Record<string, string | Uint8Array>): SourceFiles {
  const bytes = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  )
  return {
    list: () =>
      [...bytes]
        .map(([path, content]) => ({ path, size: content.length, mode: 0o644 }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    read: (path) => bytes.get(path)!,
  }
}

export function planOf(
  files: Record<string, string | Uint8Array>,
  options: { answers?: Record<string, string>; registry?: Registry; service?: string } = {},
): Promise<RewritePlan> {
  return planRewrite({
    service: options.service ?? 'crane',
    files: memoryFiles(files),
    registry: options.registry ?? inventedRegistry(),
    answers: options.answers ?? {},
    grammars,
  })
}

/** Files after the plan, container form. */
export function rewritten(files: Record<string, string | Uint8Array>, plan: RewritePlan): Record<string, Uint8Array> {
  const source = memoryFiles(files)
  return Object.fromEntries(
    source.list().map(({ path }) => [path, applyEdits(source.read(path), plan.edits.get(path) ?? [], path)]),
  )
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
