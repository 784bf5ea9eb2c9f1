// At most `max` calls in any window, for each client: a sliding window, so that no burst at an edge doubles the rate.

export interface RateLimiter {
  /** Takes a call; a refused one does not count. `retryAfterMs` says when the next may come. */
  take(client: string, nowMs: number): { allowed: true } | { allowed: false; retryAfterMs: number }
}

export interface RateLimit {
  windowMs: number
  max: number
  /** Clients remembered; the one silent for longest is forgotten first. */
  maxClients?: number
}

export function createRateLimiter({ windowMs, max, maxClients = 1000 }: RateLimit): RateLimiter {
  const clients = new Map<string, { times: Float64Array; next: number }>()
  const callsOf = (client: string) => {
    const known = clients.get(client) ?? { times: new Float64Array(max).fill(Number.NEGATIVE_INFINITY), next: 0 }
    // Inserted again, it is the youngest of the map.
    clients.delete(client)
    clients.set(client, known)
    const [oldest] = clients.keys()
    if (clients.size > maxClients && oldest !== undefined) clients.delete(oldest)
    return known
  }
  return {
    take(client, nowMs) {
      const calls = callsOf(client)
      // The slot to be written holds the call `max` calls ago: while it is inside the window, the window is full.
      const freeAtMs = (calls.times[calls.next] ?? Number.NEGATIVE_INFINITY) + windowMs
      if (freeAtMs > nowMs) return { allowed: false, retryAfterMs: freeAtMs - nowMs }
      calls.times[calls.next] = nowMs
      calls.next = (calls.next + 1) % max
      return { allowed: true }
    },
  }
}
