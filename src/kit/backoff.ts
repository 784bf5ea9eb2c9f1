// How long to wait before the next try, and when to stop trying: pure rules, numbers from control-plane.md 3.

/** Probing a start: 25 ms, doubling to 1 s. `burstDelay(0)` is 25, `burstDelay(9)` is 1000. */
export function burstDelay(attempt: number): number {
  return Math.min(1000, 25 * 2 ** Math.min(attempt, 10))
}

export interface JitterOptions {
  baseMs: number
  capMs: number
}

/** Decorrelated jitter: next = min(cap, random(base, 3 × last)); `random` is in [0, 1). */
export function nextJitter(lastMs: number, random: number, { baseMs, capMs }: JitterOptions): number {
  const upper = Math.max(baseMs, lastMs * 3)
  return Math.min(capMs, baseMs + random * (upper - baseMs))
}

export interface Budget {
  limit: number
  windowMs: number
}

/** The restarts that still count against the budget at `nowMs`. */
export function withinWindow(restartsMs: readonly number[], nowMs: number, budget: Budget): number[] {
  return restartsMs.filter((atMs) => nowMs - atMs < budget.windowMs)
}

export function isSpent(restartsMs: readonly number[], nowMs: number, budget: Budget): boolean {
  return withinWindow(restartsMs, nowMs, budget).length >= budget.limit
}
