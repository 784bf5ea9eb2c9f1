// JUnit XML: a fail is a failure, an inconclusive check is an error. Neither is ever `skipped`: CI systems show that as green.
import { create } from 'xmlbuilder2'
import type { CheckResult, GateResult } from '../model/verdict.ts'

export function renderJunit(results: GateResult[]): string {
  const all = results.flatMap(({ checks }) => checks)
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: 'trade2026 gate',
    ...totals(all),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  })
  for (const { gate, title, verdict, checks, startedAt, durationMs } of results) {
    const suite = root.ele('testsuite', {
      name: gate,
      ...totals(checks),
      skipped: 0,
      time: seconds(durationMs),
      // The schema of the Jenkins plugin wants no zone.
      timestamp: startedAt.replace(/\.\d+Z$|Z$/, ''),
    })
    const properties = suite.ele('properties')
    properties.ele('property', { name: 'title', value: plain(title) })
    properties.ele('property', { name: 'verdict', value: verdict })
    for (const check of checks) {
      const attributes = {
        classname: gate,
        name: plain(`${check.id}: ${check.title}`),
        time: seconds(check.durationMs),
      }
      const testcase = suite.ele('testcase', attributes)
      const text = plain(check.reason)
      if (check.verdict === 'fail') testcase.ele('failure', { message: text, type: 'fail' }).txt(detail(check))
      if (check.verdict === 'inconclusive') {
        testcase.ele('error', { message: text, type: 'inconclusive' }).txt(detail(check))
      }
    }
  }
  return `${root.end({ prettyPrint: true })}\n`
}

function totals(checks: CheckResult[]): { tests: number; failures: number; errors: number } {
  const count = (verdict: CheckResult['verdict']): number => checks.filter((check) => check.verdict === verdict).length
  return { tests: checks.length, failures: count('fail'), errors: count('inconclusive') }
}

function detail({ observed, expected, unit, samples, attempts }: CheckResult): string {
  const of = unit === undefined ? '' : ` ${unit}`
  return plain(
    `observed ${observed ?? 'nothing'}${of}, expected ${expected ?? 'data'}${of}, ${samples} samples, ${attempts} attempts`,
  )
}

/** XML 1.0 has no control characters and no lone surrogates, not even escaped: an answer of a service may hold both. */
function plain(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)
