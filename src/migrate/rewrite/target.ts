// From a legacy port and the words around it to one service, or to a question: never a guess (migration.md 5).
import { words } from './model.ts'
import { foldHost, type Registry, type RegistryEntry, type Target } from './registry.ts'

export interface Clues {
  /** Names around the value: key path, variable, call; nearest last. */
  names: readonly string[]
  scheme?: string
  client?: string
  /** The service the caller belongs to. */
  self: string
}

export type Resolution =
  | { kind: 'target'; target: Target; evidence: string[]; alternatives: string[] }
  | { kind: 'open'; candidates: string[]; evidence: string[] }

export function resolveTarget(host: string, port: number, clues: Clues, registry: Registry): Resolution {
  const known = registry.known.get(`${foldHost(host)}:${port}`)
  if (known)
    return {
      kind: 'target',
      target: known,
      evidence: [`endpoints map: ${host}:${port} is ${show(known)}`],
      alternatives: [],
    }
  const all = withOwn(registry.ports.get(port) ?? [], port, clues.self, registry)
  if (all.length === 0)
    return {
      kind: 'open',
      candidates: suggestions(clues, registry),
      evidence: [`no service is known to have listened on ${port}`],
    }
  const speaking =
    clues.scheme === undefined
      ? all
      : all.filter((entry) => entry.schemes === undefined || entry.schemes.includes(clues.scheme!))
  const entries = speaking.length > 0 ? speaking : all
  const named = byName(entries, clues, registry)
  if (named) return chosen(named, all, `the name says ${named.service}`)
  const best = entries.filter((entry) => entry.rank === Math.min(...entries.map((candidate) => candidate.rank)))
  if (best.length === 1) return chosen(best[0]!, all, `${best[0]!.service} is the one that listened on ${port}`)
  return { kind: 'open', candidates: best.map(show), evidence: best.map((entry) => `${port}: ${entry.evidence}`) }
}

/** The caller's own container port is known even where no legacy host ever had it (a second run sees it). */
function withOwn(
  all: readonly RegistryEntry[],
  port: number,
  self: string,
  registry: Registry,
): readonly RegistryEntry[] {
  const own = Object.entries(registry.services.get(self)?.ports ?? {}).find(([, value]) => value === port)
  if (!own || all.some((entry) => entry.service === self)) return all
  return [
    ...all,
    { service: self, port: own[0], value: port, rank: 2, evidence: `${self} serves ${own[0]} on ${port}` },
  ]
}

/** The entry whose service is named by the words around the value; the nearest name speaks first. */
function byName(entries: readonly RegistryEntry[], clues: Clues, registry: Registry): RegistryEntry | undefined {
  if (entries.length === 1) return undefined
  for (const name of [...clues.names].reverse()) {
    const said = words(name)
    const scored = entries
      .map((entry) => ({ entry, score: nameScore(entry.service, said, registry) }))
      .filter(({ score }) => score > 0)
    const top = Math.max(0, ...scored.map(({ score }) => score))
    const winners = scored.filter(({ score }) => score === top)
    if (winners.length === 1) return winners[0]!.entry
  }
  return undefined
}

function nameScore(service: string, said: readonly string[], registry: Registry): number {
  const names = [service, ...(registry.services.get(service)?.names ?? [])]
  return Math.max(...names.map((name) => (contains(said, words(name)) ? words(name).join('').length : 0)))
}

function contains(said: readonly string[], name: readonly string[]): boolean {
  return (
    said.some((_, index) => name.every((word, step) => said[index + step] === word)) || said.includes(name.join(''))
  )
}

/** For a port nobody knows: services the names around it mention, best first. */
function suggestions(clues: Clues, registry: Registry): string[] {
  const said = clues.names.flatMap(words)
  return [...registry.services.values()]
    .filter((service) => service.id !== clues.self && service.names.some((name) => contains(said, words(name))))
    .map((service) => {
      const [name, value] = Object.entries(service.ports)[0] ?? []
      return name === undefined ? service.id : show({ service: service.id, port: name, value: value! })
    })
}

function chosen(entry: RegistryEntry, all: readonly RegistryEntry[], why: string): Resolution {
  return {
    kind: 'target',
    target: { service: entry.service, port: entry.port, value: entry.value },
    evidence: [entry.evidence, ...(all.length > 1 ? [why] : [])],
    alternatives: all.filter((other) => other.service !== entry.service).map(show),
  }
}

export function show(target: Target): string {
  return `${target.service}:${target.value}`
}
