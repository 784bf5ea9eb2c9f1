// Traces of the old host in bytes that nobody parses: counted in pieces, so that a file of any size costs little memory.
import { closeSync, constants, openSync, readSync } from 'node:fs'

const TRACE = /localhost|127\.0\.0\.1|host\.docker\.internal|[A-Za-z]:\\\\?[A-Za-z]/g
const PIECE = 1024 * 1024
/** Longer than any trace: what a piece may cut in two is looked at again with the next. */
const OVERLAP = 64
const HEAD = 8192

/** The first bytes. A pipe that took the place of a file a moment ago must not block, so it is opened without waiting. */
export function headOf(file: string): Uint8Array {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const bytes = new Uint8Array(HEAD)
    return bytes.subarray(0, readSync(handle, bytes, 0, HEAD, 0))
  } finally {
    closeSync(handle)
  }
}

export function countTraces(file: string): number {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  const bytes = Buffer.alloc(OVERLAP + PIECE)
  let hits = 0
  let kept = 0
  try {
    for (let at = 0; ; ) {
      const read = readSync(handle, bytes, kept, PIECE, at)
      const end = kept + read
      const limit = read < PIECE ? end : end - OVERLAP
      hits += tracesIn(bytes.subarray(0, end), limit)
      if (read < PIECE) return hits
      bytes.copy(bytes, 0, limit, end)
      kept = OVERLAP
      at += read
    }
  } finally {
    closeSync(handle)
  }
}

/** Those that begin before `limit`; two bytes a letter without a mark show their words once the NULs are gone. */
function tracesIn(bytes: Buffer, limit: number): number {
  const text = bytes.toString('latin1')
  let hits = 0
  for (const { index } of text.matchAll(TRACE)) if (index < limit) hits++
  if (hits > 0 || !bytes.includes(0)) return hits
  return text.slice(0, limit).replaceAll('\0', '').match(TRACE)?.length ?? 0
}

export function isBinary(head: Uint8Array): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  return !utf16 && head.includes(0)
}
