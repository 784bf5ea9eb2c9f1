// Recognises a print that was counted already, per minute of its symbol. Kept as 53-bit numbers, not texts: a day of them
// must fit in memory and in the snapshot. Pure.
import { type Tick, tickIdentity } from '#kit/tick'

/** Two 32-bit FNV-1a hashes of the identity, folded to the 53 bits a double holds; no cryptography on the hot path. */
export function identityNumber(tick: Tick): number {
  const text = tickIdentity(tick)
  let low = 0x811c9dc5
  let high = 0x01000193
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 13)
  }
  return ((high >>> 0) & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)
}

export interface IdentityHolder {
  identities: Set<number>
}

/** Bounds the memory: beyond `max` the oldest minute forgets its prints, and would count one of them again. */
export class IdentityBudget {
  private readonly max: number
  private count = 0
  /** In order of holding; its first is the oldest. */
  private readonly holders = new Set<IdentityHolder>()

  constructor(max: number) {
    this.max = max
  }

  hold(holder: IdentityHolder): void {
    this.holders.add(holder)
    this.count += holder.identities.size
    this.trim()
  }

  /** False: the holder has it already. */
  add(holder: IdentityHolder, identity: number): boolean {
    if (holder.identities.has(identity)) return false
    holder.identities.add(identity)
    this.count++
    // A minute that was made to forget and gets a tick after all is held again, or its prints would never be released.
    this.holders.add(holder)
    if (this.count > this.max) this.trim()
    return true
  }

  release(holder: IdentityHolder): void {
    if (this.holders.delete(holder)) this.forget(holder)
  }

  /** The newest holder is kept whatever its size: duplicates come soon after their first. */
  private trim(): void {
    for (const oldest of this.holders) {
      if (this.count <= this.max || this.holders.size <= 1) return
      this.holders.delete(oldest)
      this.forget(oldest)
    }
  }

  private forget(holder: IdentityHolder): void {
    this.count -= holder.identities.size
    holder.identities.clear()
  }
}
