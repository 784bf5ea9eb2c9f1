// Waits for a condition on the real world, with a deadline that only a broken system reaches.

/** Calls `look` until it neither throws nor answers undefined or false; then its answer. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  limitMs = 20_000,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = performance.now() + limitMs
  let last: unknown
  do {
    try {
      const value = await look()
      if (value !== undefined && value !== null && value !== false) return value as Exclude<T, null | undefined | false>
      last = new Error(`still ${String(value)}`)
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  } while (performance.now() < deadline)
  throw new Error(`not within ${limitMs} ms: ${(last as Error).message}`, { cause: last })
}
