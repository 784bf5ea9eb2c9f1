// The whole life of one example: plan, apply, audit, and a second run that finds nothing to do.
import { expect } from 'vitest'
import { effectiveEdits } from '../../src/migrate/rewrite/apply.ts'
import { auditLeftovers } from '../../src/migrate/rewrite/audit.ts'
import type { Example } from '../../src/migrate/rewrite/roles/rule.ts'
import { inventedRegistry, planOf, rewritten } from './rewrite.ts'

const names = [...inventedRegistry().renames.keys()]

export async function checkExample(example: Example): Promise<void> {
  const files = { [example.file]: example.source }
  const plan = await planOf(files)
  const seen = plan.findings.map((one) => [
    one.text,
    one.role,
    one.action,
    ...(one.replacement === undefined ? [] : [one.replacement]),
  ])
  expect(seen).toEqual(example.expect)
  expect(plan.notCovered).toEqual([])
  if (example.environment)
    expect(Object.fromEntries(Object.entries(plan.environment).map(([name, entry]) => [name, entry.value]))).toEqual(
      example.environment,
    )
  for (const one of plan.findings)
    expect(lineOf(example.source, one.line).slice(one.column - 1)).toContain(one.text.split('\n')[0])

  const after = rewritten(files, plan)
  expect(auditLeftovers(new Map(Object.entries(after)), plan, { names })).toEqual([])
  const again = await planOf(after)
  expect([...again.edits.values()].flatMap(effectiveEdits)).toEqual([])
}

/** Title of an example in a table of tests. */
export function titled(example: Example): [string, Example] {
  return [`${example.file}: ${example.source}`, example]
}

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]!
}
