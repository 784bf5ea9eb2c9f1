// A deadline for what should take no time: whoever waits for a peer that has stopped answering goes on without it.

/** Resolves with the promise, or with undefined after `ms`; a rejection counts as an answer. The promise itself goes on. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

const CLOSE_MS = 500

/** Closing waits for the other end of a connection, and a server that is stopped never sends it: half a second is enough. */
export async function closeSoon(connection: { close(): Promise<void> }): Promise<void> {
  await within(CLOSE_MS, connection.close())
}
