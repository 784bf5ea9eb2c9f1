// Legacy replies, kept and compared: the migrated service has to answer as its twin did, but for what was declared to
// differ from one reply to the next. Pure: replies in, differences out.
import type { Json } from '../model/gate.ts'

export interface Reply {
  status: number
  body: Json
  ms: number
}

export interface Recorded {
  request: { method: string; path: string; headers?: Record<string, string>; body?: Json }
  reply: Reply
  /** Places of the body that differ between two replies of the same service. */
  normalise: Normaliser[]
}

/** `time` and `id`: another value of the same kind · `unordered`: same elements · `any`: whatever is there. */
export interface Normaliser {
  /** Keys with dots, `*` for any element of a list. */
  at: string
  as: 'time' | 'id' | 'unordered' | 'any'
}

export interface Difference {
  at: string
  expected: string
  found: string
}

/** The first difference, or undefined when the reply is equivalent. */
export function differenceOf({ reply, normalise }: Recorded, found: Reply): Difference | undefined {
  if (reply.status !== found.status)
    return { at: 'status', expected: String(reply.status), found: String(found.status) }
  return compare(reply.body, found.body, '', new Map(normalise.map(({ at, as }) => [at, as])))
}

/** What differs between two replies of one service, as normalisers. */
export function proposeNormalisers(first: Json, second: Json): Normaliser[] {
  const found: Normaliser[] = []
  for (;;) {
    const known = new Map(found.map(({ at, as }) => [at, as]))
    const difference = compare(first, second, '', known)
    if (difference === undefined || found.some(({ at }) => at === difference.at)) return found
    found.push({ at: difference.at, as: kindOf(valueAt(first, difference.at), valueAt(second, difference.at)) })
  }
}

function compare(
  expected: Json,
  found: Json,
  at: string,
  known: ReadonlyMap<string, Normaliser['as']>,
): Difference | undefined {
  const rule = known.get(at)
  if (rule === 'any') return undefined
  if ((rule === 'time' || rule === 'id') && kindOf(expected, found) === rule) return undefined
  if (Array.isArray(expected) && Array.isArray(found)) {
    const [left, right] = rule === 'unordered' ? [sorted(expected), sorted(found)] : [expected, found]
    if (left.length !== right.length) return difference(at, expected, found)
    // Only their order differs: that is said of the list, not of its first element.
    if (rule !== 'unordered' && kindOf(left, right) === 'unordered' && JSON.stringify(left) !== JSON.stringify(right))
      return difference(at, expected, found)
    return firstOf(left.map((value, index) => () => compare(value, right[index]!, join(at, '*'), known)))
  }
  if (isMap(expected) && isMap(found)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort()
    return firstOf(
      keys.map((key) => () => {
        const [left, right] = [own(expected, key), own(found, key)]
        if (left === undefined || right === undefined)
          return known.get(join(at, key)) === 'any' ? undefined : difference(join(at, key), left, right)
        return compare(left, right, join(at, key), known)
      }),
    )
  }
  return Object.is(expected, found) ? undefined : difference(at, expected, found)
}

function kindOf(first: Json | undefined, second: Json | undefined): Normaliser['as'] {
  if (isTime(first) && isTime(second)) return 'time'
  if (isId(first) && isId(second)) return 'id'
  if (Array.isArray(first) && Array.isArray(second) && JSON.stringify(sorted(first)) === JSON.stringify(sorted(second)))
    return 'unordered'
  return 'any'
}

/** ISO dates and times, seconds or milliseconds of this age. */
function isTime(value: Json | undefined): boolean {
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/.test(value)
  return typeof value === 'number' && ((value > 1e9 && value < 5e9) || (value > 1e12 && value < 5e12))
}

function isId(value: Json | undefined): boolean {
  if (typeof value === 'string') return /^[\w-]*\d[\w-]*$|^[0-9a-f-]{8,}$/i.test(value)
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function sorted(values: Json[]): Json[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function valueAt(value: Json, at: string): Json | undefined {
  if (at === '') return value
  return at.split('.').reduce<Json | undefined>((inner, key) => {
    if (Array.isArray(inner)) return inner[0]
    return isMap(inner) ? own(inner, key) : undefined
  }, value)
}

function difference(at: string, expected: Json | undefined, found: Json | undefined): Difference {
  return { at, expected: show(expected), found: show(found) }
}

function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

function firstOf(looks: (() => Difference | undefined)[]): Difference | undefined {
  for (const look of looks) {
    const found = look()
    if (found) return found
  }
  return undefined
}

function join(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`
}

function isMap(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(value: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
