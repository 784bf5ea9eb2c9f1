// A claim says: this service listens there, because of that line. Ranks are the precedence of migration.md 7.
import type { PortRole } from './roles.ts'

export const RANK = { argument: 1, environment: 2, configuration: 3, code: 4, dockerfile: 5, fallback: 6 } as const

export interface PortDetail {
  port: number
  role: PortRole
  /** `file:line`, relative to the source root. */
  evidence: string
  /** 1 launcher argument, 2 launcher environment, 3 configuration, 4 code, 5 Dockerfile, 6 the framework's own default. */
  rank: number
  why: string
}

/** The strongest of each role, and of each port only one; the main ones first. */
export function settled(claims: readonly PortDetail[]): PortDetail[] {
  const order: PortRole[] = ['main', 'grpc', 'metrics', 'admin', 'debug']
  const sorted = [...claims].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.rank - b.rank)
  const found = new Map<number, PortDetail>()
  for (const claim of sorted) {
    const isWeak = claim.rank >= RANK.dockerfile
    const hasBetter = sorted.some((other) => other.role === claim.role && other.rank < claim.rank && other.port !== 0)
    if (isWeak && hasBetter) continue
    if (!found.has(claim.port)) found.set(claim.port, claim)
  }
  return [...found.values()]
}
