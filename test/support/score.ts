// Figures of a judged survey: counts by outcome, precision, recall; as tables, as a list of what is not right, and as the
// floor that a corpus may not fall below (test/corpus/floor.yaml, written by `npm run bench:rewrite -- --floor`).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { SurveyReport } from '../../src/model/endpoint.ts'
import { ROOT } from './catalog.ts'
import type { Corpus, Judged, Outcome } from './corpus.ts'
import { scoreGraph } from './graph-score.ts'

export const FLOOR_FILE = join(ROOT, 'test/corpus/floor.yaml')

export interface Score {
  sites: number
  counts: Record<Outcome, number>
  /** Of the places it changed, those where it had to and with the right words. Absent when it changed none. */
  precision?: number
  /** Of the places to change, those it did right. Absent when there is none. */
  recall?: number
  /** The same, or asked about. */
  withAsked?: number
}

/** What may only get better: errors at most so many, shares in per cent at least so high. */
export interface Floor {
  harmful: number
  wrong: number
  silent: number
  recall: number
  withAsked: number
  nodes: number
  ports: number
  edges: number
}

const OUTCOMES = ['right', 'asked', 'missed', 'wrong', 'harmful', 'silent'] as const
const AT_MOST: ReadonlySet<string> = new Set(['harmful', 'wrong', 'silent'])

export function scoreOf(judged: readonly Judged[]): Score {
  const counts = Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, judged.filter((one) => one.outcome === outcome).length]),
  ) as Record<Outcome, number>
  const toChange = judged.filter(({ label }) => [label.action].flat().some((it) => it === 'edit' || it === 'env'))
  const changed = judged.filter(({ finding }) => finding?.action === 'edit' || finding?.action === 'env')
  const right = (some: readonly Judged[]): number => some.filter(({ outcome }) => outcome === 'right').length
  const asked = toChange.filter(({ outcome }) => outcome === 'asked').length
  return {
    sites: judged.length,
    counts,
    ...(changed.length === 0 ? {} : { precision: right(changed) / changed.length }),
    ...(toChange.length === 0
      ? {}
      : { recall: right(toChange) / toChange.length, withAsked: (right(toChange) + asked) / toChange.length }),
  }
}

/** One row per group, and one of all. */
export function scoreTable<One extends Judged>(
  title: string,
  judged: readonly One[],
  keyOf: (one: One) => string,
): string[] {
  const groups = [...Map.groupBy(judged, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1))
  const width = Math.max(14, ...groups.map(([key]) => key.length))
  return [
    row(title, ['sites', 'precision', 'recall', '+asked', ...OUTCOMES], width),
    ...[...groups, ['all', judged] as const].map(([key, some]) => {
      const { sites, precision, recall, withAsked, counts } = scoreOf(some)
      return row(
        key,
        [sites, ...[precision, recall, withAsked].map(percent), ...OUTCOMES.map((it) => counts[it])],
        width,
      )
    }),
  ]
}

export const byCorpus = ({ corpus }: Judged): string => corpus
export const byLanguage = ({ language }: Judged): string => language
export const byRole = ({ label }: Judged): string => [label.role].flat()[0]!

/** Every place that is not right: what was wanted and what was said. */
export function missesOf(judged: readonly Judged[]): string[] {
  return judged
    .filter(({ outcome }) => outcome !== 'right')
    .map(({ corpus, label, outcome, finding }) => {
      const said = finding
        ? `${finding.role} ${finding.action} ${finding.replacement ?? ''} — ${finding.reason}`
        : 'nothing'
      const want = `${[label.role].flat()} ${[label.action].flat()} ${[label.replacement ?? ''].flat()}`
      return `${outcome.padEnd(8)} ${corpus}/${label.file}:${label.line} "${label.text}" want ${want.trim()}; got ${said}`
    })
}

export function floorOf(corpus: Corpus, judged: readonly Judged[], report: SurveyReport): Floor {
  const { counts, recall = 1, withAsked = 1 } = scoreOf(judged)
  const { harmful, wrong, silent } = counts
  const { nodes, ports, edges } = scoreGraph(corpus, report)
  const [recalled, orAsked, ...graph] = [recall, withAsked, nodes, ports, edges].map(inTenths)
  return {
    harmful,
    wrong,
    silent,
    recall: recalled!,
    withAsked: orAsked!,
    nodes: graph[0]!,
    ports: graph[1]!,
    edges: graph[2]!,
  }
}

/** What fell below the floor, in words. */
export function belowFloor(floor: Floor, now: Floor): string[] {
  return (Object.keys(floor) as (keyof Floor)[])
    .filter((key) => (AT_MOST.has(key) ? now[key] > floor[key] : now[key] < floor[key]))
    .map((key) => `${key} ${now[key]}, ${AT_MOST.has(key) ? 'at most' : 'at least'} ${floor[key]} before`)
}

export function readFloor(): Record<string, Floor> {
  return parse(readFileSync(FLOOR_FILE, 'utf8')) as Record<string, Floor>
}

/** The file of the floor: a line a corpus. */
export function renderFloor(floor: Record<string, Floor>): string {
  const about =
    '# The least each labelled corpus must reach: written by `npm run bench:rewrite -- --floor`, never by hand.\n'
  return `${about}${Object.entries(floor)
    .map(([name, row]) => `${name}: ${stringify(row, { collectionStyle: 'flow', lineWidth: 0 })}`)
    .join('')}`
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(100 * share).toFixed(1)} %`
}

/** Per cent with one digit, cut off rather than rounded up. */
function inTenths(share: number): number {
  return Math.floor(share * 1000 + 1e-9) / 10
}

function row(first: string, cells: (string | number)[], width = 14): string {
  return `${first.padEnd(width)} ${cells.map((cell) => String(cell).padStart(9)).join(' ')}`
}
