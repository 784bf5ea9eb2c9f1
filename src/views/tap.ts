// TAP 14: `not ok` for everything that is not a pass, with a YAML block that says which of the two it is.
import type { GateResult } from '../model/verdict.ts'

export function renderTap(results: GateResult[]): string {
  const checks = results.flatMap(({ gate, checks }) => checks.map((check) => ({ gate, check })))
  const lines = checks.flatMap(({ gate, check }, index) => {
    const ok = check.verdict === 'pass' ? 'ok' : 'not ok'
    const head = `${ok} ${index + 1} - ${description(`${gate} ${check.id}: ${check.title}`)}`
    if (check.verdict === 'pass') return [head]
    const { verdict, observed, expected, unit, samples, attempts, reason } = check
    const facts = { verdict, reason, observed, expected, unit: unit ?? null, samples, attempts }
    // A JSON value is a YAML value: no text of a service can break out of the block.
    const block = Object.entries(facts).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
    return [head, '  ---', ...block, '  ...']
  })
  return ['TAP version 14', `1..${checks.length}`, ...lines, ''].join('\n')
}

/** `#` would begin a directive and a line break a new test. */
function description(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\#]/g, '\\$&')
}
