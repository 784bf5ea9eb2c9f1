// Bytes ↔ text with a proof: a file is edited only when decoding and encoding it again gives the very same bytes
// (migration.md 1.5). Offsets everywhere else are UTF-16 units of `body`, the text without its byte order mark.
import { countUpTo } from '../../kit/bisect.ts'

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le-bom' | 'utf-16be-bom' | 'latin-1'

export interface SourceText {
  encoding: Encoding
  body: string
}

export interface Position {
  line: number
  column: number
}

/** Decodes with round-trip proof; undefined when no encoding gives the same bytes back (odd UTF-16 and the like). */
export function decode(bytes: Uint8Array): SourceText | undefined {
  const source = decodeAs(bytes, sniff(bytes))
  if (source === undefined) return latin1(bytes)
  // UTF-8 that a strict decoder takes is the only UTF-8 of its text: the proof is in the decoding.
  return source.encoding.startsWith('utf-8') || sameBytes(encode(source), bytes) ? source : latin1(bytes)
}

export function encode(source: SourceText): Uint8Array {
  switch (source.encoding) {
    case 'utf-8':
      return new TextEncoder().encode(source.body)
    case 'utf-8-bom':
      return concat([0xef, 0xbb, 0xbf], new TextEncoder().encode(source.body))
    case 'utf-16le-bom':
      return concat([0xff, 0xfe], utf16(source.body, true))
    case 'utf-16be-bom':
      return concat([0xfe, 0xff], utf16(source.body, false))
    case 'latin-1':
      return Uint8Array.from(source.body, (letter) => letter.charCodeAt(0))
  }
}

/** Line starts of a text, for `positionAt`. A lone CR does not end a line: editors of code do not think so either. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) starts.push(index + 1)
  return starts
}

/** 1-based line and column (UTF-16 units) of an offset. */
export function positionAt(starts: readonly number[], offset: number): Position {
  const line = countUpTo(starts.length, (at) => starts[at]!, offset)
  return { line, column: offset - starts[line - 1]! + 1 }
}

function sniff(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le-bom'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be-bom'
  return 'utf-8'
}

function decodeAs(bytes: Uint8Array, encoding: Encoding): SourceText | undefined {
  const name = encoding.replace('-bom', '')
  try {
    // The decoder drops the byte order mark it knows; `encode` puts it back.
    return { encoding, body: new TextDecoder(name, { fatal: true }).decode(bytes) }
  } catch {
    return undefined
  }
}

function latin1(bytes: Uint8Array): SourceText | undefined {
  // UTF-16 read as Latin-1 would show every second byte as NUL: that is not text, so it is refused.
  if (bytes.includes(0)) return undefined
  let body = ''
  for (const byte of bytes) body += String.fromCharCode(byte)
  return { encoding: 'latin-1', body }
}

function utf16(text: string, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), little)
  return new Uint8Array(view.buffer)
}

function concat(head: number[], tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length)
  joined.set(head)
  joined.set(tail, head.length)
  return joined
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  // A plain loop: this runs over every byte of a tree.
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}
