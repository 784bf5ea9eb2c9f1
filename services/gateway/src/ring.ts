// The newest n of something, in constant memory.

export interface Ring<T> {
  push(item: T): void
  /** Oldest first. */
  all(): T[]
  /** At most `limit`, newest first. */
  newest(limit: number): T[]
}

export function createRing<T>(capacity: number): Ring<T> {
  const slots: T[] = []
  let next = 0
  const all = (): T[] => [...slots.slice(next), ...slots.slice(0, next)]
  return {
    push(item) {
      slots[next] = item
      next = (next + 1) % capacity
    },
    all,
    newest: (limit) => all().slice(-limit).reverse(),
  }
}
