// Splices replacements into bytes. Nothing between the spans is touched: not a byte order mark, not a line ending.
import { assert } from '../../kit/assert.ts'
import type { SpanEdit } from '../../model/endpoint.ts'
import { TradeError } from '../../model/errors.ts'
import { type Part, renderParts, type Targets } from './render.ts'
import { decode, encode } from './source.ts'

/** A span with its words in parts: `replacement` is the container form; other forms come from `parts`. */
export interface PlannedEdit extends SpanEdit {
  original: string
  parts: Part[]
  reshapes?: boolean
}

/** Right to left after an overlap check. Throws when the bytes do not round-trip or the text moved under the plan. */
export function applyEdits(
  bytes: Uint8Array,
  edits: readonly (SpanEdit & { original?: string })[],
  file = 'file',
): Uint8Array {
  const effective = edits.filter((one) => one.original !== one.replacement)
  if (effective.length === 0) return bytes
  const source = decode(bytes)
  if (source === undefined)
    throw new TradeError(
      'FILE_UNREADABLE',
      `${file}: its bytes do not survive decoding and encoding, so it is not edited`,
      { facts: { file } },
    )
  const ordered = [...effective].sort((a, b) => b.start - a.start)
  let body = source.body
  let limit = body.length
  for (const one of ordered) {
    assert(one.end <= limit && one.start <= one.end, `${file}: edits overlap at ${one.start}`)
    assert(
      one.original === undefined || body.slice(one.start, one.end) === one.original,
      `${file}: the text at ${one.start} is not what was planned for`,
    )
    body = body.slice(0, one.start) + one.replacement + body.slice(one.end)
    limit = one.start
  }
  return encode({ ...source, body })
}

/** The same spans in another form, e.g. for the local runtime. */
export function materialise(edits: readonly PlannedEdit[], targets: Targets): PlannedEdit[] {
  return edits.map((one) => ({ ...one, replacement: renderParts(one.parts, targets) }))
}

/** Edits that change something in container form. */
export function effectiveEdits(edits: readonly PlannedEdit[]): PlannedEdit[] {
  return edits.filter((one) => one.original !== one.replacement)
}
