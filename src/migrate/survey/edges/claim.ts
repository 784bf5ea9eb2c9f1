// A claim says: this service needs that one, for this reason, here. Claims about one pair are combined as independent.
import type { EdgeEvidence, EdgeKind, SurveyEdge } from '../../../model/endpoint.ts'

export interface Claim extends EdgeEvidence {
  from: string
  to: string
}

/** How much one sign of each sort is worth (migration.md 8, strongest first). */
export const WORTH = {
  socket: 0.98,
  address: 0.95,
  ambiguousAddress: 0.8,
  stub: 0.85,
  route: 0.85,
  name: 0.85,
  sharedConstant: 0.8,
  unusualPort: 0.7,
  startOrder: 0.7,
  variable: 0.55,
  external: 0.6,
} as const

/** Below this an edge is a rumour. */
const LEAST = 0.5

export function combine(claims: readonly Claim[]): SurveyEdge[] {
  const pairs = new Map<string, Claim[]>()
  for (const claim of claims) {
    if (claim.from === claim.to) continue
    const key = `${claim.from}\n${claim.to}`
    pairs.set(key, [...(pairs.get(key) ?? []), claim])
  }
  return [...pairs.values()]
    .map(edgeOf)
    .filter((edge) => edge.confidence >= LEAST)
    .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to))
}

function edgeOf(claims: readonly Claim[]): SurveyEdge {
  const parts = distinct(claims)
    .map(({ via, kind, file, line, confidence }) => ({ via, kind, file, line, confidence }))
    .sort((a, b) => b.confidence - a.confidence || compare(a.file, b.file) || a.line - b.line)
  // Ten lines of one sort are one sign: only signs of different sorts are independent.
  const strongest = new Map<EdgeKind, number>()
  for (const { kind, confidence } of parts) strongest.set(kind, Math.max(confidence, strongest.get(kind) ?? 0))
  const doubt = [...strongest.values()].reduce((left, one) => left * (1 - one), 1)
  const { from, to } = claims[0]!
  return { from, to, ...parts[0]!, confidence: Math.round((1 - doubt) * 1000) / 1000, parts }
}

function distinct(claims: readonly Claim[]): Claim[] {
  const places = new Map<string, Claim>()
  for (const claim of claims) {
    const key = `${claim.file}:${claim.line}:${claim.kind}`
    const known = places.get(key)
    if (!known || known.confidence < claim.confidence) places.set(key, claim)
  }
  return [...places.values()]
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
