// Time, as the dashboard is given it: the composition root passes the real one, tests one they turn by hand.

export interface DashboardClock {
  now(): number
  /** Calls until the returned function is called. */
  every(ms: number, run: () => void): () => void
  after(ms: number, run: () => void): () => void
}
