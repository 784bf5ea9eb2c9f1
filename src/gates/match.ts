// The matcher language: a path into an answer and what must be true there. No data is never a pass.
import type { Expectation, Json } from '../model/gate.ts'
import type { Verdict } from '../model/verdict.ts'

export interface Judged {
  verdict: Verdict
  observed: string | number | null
  expected: string | number
  /** Words for people: path, found, wanted. */
  text: string
}

/** The value at a path such as `body.tickers[0].price` or `body[symbol=BTCUSDT].price`; undefined when absent. */
export function valueAt(answer: Json | undefined, path: string): Json | undefined {
  let current: Json | undefined = answer
  for (const [, key, selector] of path.matchAll(/([^.[\]]+)(?=\.|\[|$)|\[([^\]]*)\]/g)) {
    if (current === null || current === undefined || typeof current !== 'object') return undefined
    current = selector === undefined ? memberOf(current, key!) : selected(current, selector)
  }
  return current
}

type Container = Json[] | { [key: string]: Json }

function memberOf(container: Container, key: string): Json | undefined {
  if (Array.isArray(container)) return key === 'length' ? container.length : container[Number(key)]
  if (Object.hasOwn(container, key)) return container[key]
  return key === 'length' ? Object.keys(container).length : undefined
}

/** `[0]` is an index, `[symbol=BTCUSDT]` the first member whose field has that text. */
function selected(container: Container, selector: string): Json | undefined {
  const equals = selector.indexOf('=')
  if (equals < 0) return memberOf(container, selector)
  const [field, wanted] = [selector.slice(0, equals), selector.slice(equals + 1)]
  return Object.values(container).find((member) => {
    const value = valueAt(member, field)
    return value !== undefined && wholeText(value) === wanted
  })
}

/** Judges one expectation; `first` is the answer of the first attempt, for `changes`. */
export function judgeExpectation(expectation: Expectation, answer: Json, first?: Json): Judged {
  const value = valueAt(answer, expectation.at)
  const demands = demandsOf(expectation, value, first)
  const decisive =
    demands.find(({ verdict }) => verdict === 'fail') ??
    demands.find(({ verdict }) => verdict === 'inconclusive') ??
    demands[0]
  const where = expectation.at === '' ? 'answer' : expectation.at
  if (!decisive) return { verdict: 'inconclusive', observed: null, expected: '', text: `${where}: nothing is expected` }
  const observed = typeof value === 'number' ? value : value === undefined ? null : textOf(value)
  const found = value === undefined ? 'absent' : textOf(value)
  const note = decisive.note === undefined ? '' : ` (${decisive.note})`
  return {
    verdict: decisive.verdict,
    observed,
    expected: decisive.wanted,
    text: `${where} is ${found}, expected ${decisive.wanted}${note}`,
  }
}

interface Demand {
  verdict: Verdict
  wanted: string
  note?: string
}

function demandsOf(expectation: Expectation, value: Json | undefined, first: Json | undefined): Demand[] {
  const demands: Demand[] = []
  const demand = (holds: boolean, wanted: string): void => {
    demands.push({ verdict: holds ? 'pass' : 'fail', wanted })
  }
  const { equals, oneOf, atLeast, atMost, matches, exists, changes } = expectation
  if (equals !== undefined) demand(same(value, equals), textOf(equals))
  if (oneOf !== undefined)
    demand(
      oneOf.some((option) => same(value, option)),
      `one of ${oneOf.map(textOf).join(', ')}`,
    )
  if (atLeast !== undefined) demands.push(numeric(value, `at least ${atLeast}`, (number) => number >= atLeast))
  if (atMost !== undefined) demands.push(numeric(value, `at most ${atMost}`, (number) => number <= atMost))
  if (matches !== undefined) demand(value !== undefined && new RegExp(matches).test(wholeText(value)), `/${matches}/`)
  if (exists !== undefined) demand((value !== undefined && value !== null) === exists, exists ? 'present' : 'absent')
  if (changes) demands.push(changed(value, valueAt(first, expectation.at)))
  return demands
}

/** A number that is not there is missing data, not a broken limit. */
function numeric(value: Json | undefined, wanted: string, holds: (number: number) => boolean): Demand {
  if (value === undefined || value === null) return { verdict: 'inconclusive', wanted, note: 'no data' }
  if (typeof value !== 'number') return { verdict: 'fail', wanted, note: 'not a number' }
  return { verdict: holds(value) ? 'pass' : 'fail', wanted }
}

function changed(value: Json | undefined, before: Json | undefined): Demand {
  const wanted = 'another value than before'
  if (value === undefined || before === undefined) return { verdict: 'inconclusive', wanted, note: 'no data' }
  return { verdict: same(value, before) ? 'fail' : 'pass', wanted }
}

function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const [keys, others] = [Object.keys(left), Object.keys(right)]
  return keys.length === others.length && keys.every((key) => same(memberOf(left, key), memberOf(right, key)))
}

/** For comparison: whole. */
function wholeText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** For people: cut, a body may be long. */
function textOf(value: Json | undefined): string {
  if (value === undefined) return 'absent'
  const text = wholeText(value)
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}
