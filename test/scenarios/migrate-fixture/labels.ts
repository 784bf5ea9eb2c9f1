// Scores a migrated stack against the hand-made ground truth of the legacy fixture: each labelled line, as files and as report.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EndpointFinding } from '../../../src/model/endpoint.ts'
import { type Label, readLabels } from '../../support/labels.ts'

export interface Score {
  labels: number
  /** `pnl/main.py:23: …`, one for each thing that is not as the label says. */
  mismatches: string[]
}

const FOLDER = 'trading/apps/'

/** `migrated` names the folder that a service folder of the legacy tree became. */
export function scoreLabels(
  source: string,
  migrated: (folder: string) => string,
  endpoints: readonly EndpointFinding[],
): Score {
  const labels = readLabels(source)
  const mismatches = labels.flatMap((label) =>
    [...judgeLine(label, source, migrated), ...judgeReport(label, endpoints)].map(
      (what) => `${label.file}:${label.line}: ${what}`,
    ),
  )
  return { labels: labels.length, mismatches }
}

function judgeLine(
  { file, line, action, after }: Label,
  source: string,
  migrated: (folder: string) => string,
): string[] {
  const [folder = '', ...path] = file.split('/')
  const before = lineOf(join(source, FOLDER, file), line)
  const now = lineOf(join(migrated(folder), ...path), line)
  if (action !== 'edit') return now === before ? [] : [`${action}, but the line became "${now}"`]
  if (after !== undefined) return now === after.trimEnd() ? [] : [`found "${now}", expected "${after}"`]
  return now === before ? ['is still as it was'] : []
}

function judgeReport(
  { file, line, role, action, variable, target }: Label,
  endpoints: readonly EndpointFinding[],
): string[] {
  const here = endpoints.filter((finding) => finding.file === FOLDER + file && finding.line === line)
  const isMet = here.some(
    (finding) =>
      finding.role === role &&
      finding.action === action &&
      (variable === undefined || finding.variable === variable) &&
      (target === undefined || finding.target === target),
  )
  const found = here.map((finding) => `${finding.role}/${finding.action}`).join(', ') || 'nothing'
  return isMet ? [] : [`survey says ${found}, expected ${role}/${action} ${variable ?? target ?? ''}`]
}

function lineOf(path: string, line: number): string {
  return readFileSync(path, 'utf8').split('\n')[line - 1]!.trimEnd()
}
