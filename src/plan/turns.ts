// Who may go on when several services migrate at once: named resources, shared or exclusive, first come first served.
// Pure: who holds and who waits in, who is let in out.

export type Access = 'shared' | 'exclusive'

/** What somebody wants at the same time: all of it or nothing. */
export interface Claim {
  wants: Readonly<Record<string, Access>>
}

/** Two claims that cannot be held together. */
export function conflicts(a: Claim, b: Claim): boolean {
  return Object.entries(a.wants).some(([name, access]) => {
    const other = b.wants[name]
    return other !== undefined && (access === 'exclusive' || other === 'exclusive')
  })
}

/**
 * The waiting claims, in their order, that can be let in now. Nobody overtakes somebody it conflicts with: one who wants
 * the machine alone is not kept waiting by those who keep sharing it.
 */
export function letIn(held: readonly Claim[], waiting: readonly Claim[]): Claim[] {
  const before: Claim[] = [...held]
  const granted: Claim[] = []
  for (const claim of waiting) {
    if (!before.some((other) => conflicts(claim, other))) granted.push(claim)
    // Let in or not, it stands before those that come later.
    before.push(claim)
  }
  return granted
}
