// How much of one file the engine is willing to explain. Sources that people write stay far below; what lies above is data
// in the clothes of code, or bait, and is counted and listed like any file that nobody could read.
import { scan } from './hits.ts'
import { isData, languageOf } from './language.ts'

/** Addresses in one file, before it counts as data. */
const MAX_HITS = 5000
/** Looking at one address costs what stands around it: their product is the work. */
const MAX_WORK = 200_000_000
/** Below this neither limit can be reached. */
const SMALL = 40_000

/** Nodes above one another, and children of one node, in a syntax tree. */
export const MAX_DEPTH = 1000
export const MAX_WIDTH = 10_000

export class TooIntricate extends Error {}

/** Why a file of this text is listed instead of explained; undefined: it is not too much. */
export function tooMuch(file: string, text: string): string | undefined {
  if (text.length < SMALL) return undefined
  const hits = scan(text, { names: [] }).length
  if (hits > MAX_HITS) return `${hits} addresses in one file: data, not settings`
  const isFlat = isData(languageOf(file)) || /^(document|launcher)$/.test(languageOf(file))
  return !isFlat && hits * text.length > MAX_WORK ? `${hits} addresses in ${text.length} letters of code` : undefined
}

/** What a parser says of a file that it cannot hold: nested without end, or wider than anybody writes. */
export function isTooIntricate(error: unknown): boolean {
  return error instanceof TooIntricate || error instanceof RangeError
}
