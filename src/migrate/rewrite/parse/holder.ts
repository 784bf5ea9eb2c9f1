// Which literal holds an offset, asked for every hit of a file: by halves, since a file may hold tens of thousands.
import { countUpTo } from '../../../kit/bisect.ts'

interface Span {
  startIndex: number
  endIndex: number
}

/** Furthest end of the spans up to each one: where it lies before the offset, nothing further back can hold it. */
const reaches = new WeakMap<readonly Span[], number[]>()

/** Innermost of the spans, which are ordered by their start with outer ones first, that holds the offset. */
export function holder<S extends Span>(offset: number, spans: readonly S[]): S | undefined {
  const reach = reachOf(spans)
  for (
    let at = countUpTo(spans.length, (at) => spans[at]!.startIndex, offset) - 1;
    at >= 0 && reach[at]! > offset;
    at--
  )
    if (offset < spans[at]!.endIndex) return spans[at]
  return undefined
}

function reachOf(spans: readonly Span[]): number[] {
  const known = reaches.get(spans)
  if (known !== undefined) return known
  const reach: number[] = []
  for (const { endIndex } of spans) reach.push(Math.max(endIndex, reach.at(-1) ?? 0))
  reaches.set(spans, reach)
  return reach
}
