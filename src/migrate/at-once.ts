// Several things at once, up to a limit, in their order. All end before the first fault is thrown: nobody is left behind
// working on a platform whose lock is given back.

export interface Limits {
  limit: number
  signal: AbortSignal
}

/** A throw of one stops the others at their next look at the signal; theirs is then only an echo of it. */
export async function atOnce<T>(
  items: readonly T[],
  { limit, signal }: Limits,
  act: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const fault = new AbortController()
  const both = AbortSignal.any([signal, fault.signal])
  const left = [...items]
  let first: { error: unknown } | undefined
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined && first === undefined; item = left.shift()) {
      try {
        await act(item, both)
      } catch (error) {
        first ??= { error }
        fault.abort()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker))
  if (first !== undefined) throw first.error
}
