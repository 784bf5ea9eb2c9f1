// A plan as a test reads it, one line per operation: `#3 [1,2] start risk — not running`. What people see is src/views/plan.ts.
import type { Plan } from '../../src/model/plan.ts'

export function explain({ ops, problems }: Plan): string[] {
  if (problems.length > 0) return problems.map(({ code, message }) => `! ${code} ${message}`)
  const numbers = new Map(ops.map(({ id }, index) => [id, index + 1]))
  return ops.map(({ kind, service, cause, dependsOn }, index) => {
    const before = dependsOn
      .flatMap((id) => numbers.get(id) ?? [])
      .sort((a, b) => a - b)
      .join(',')
    return `#${index + 1}${before === '' ? '' : ` [${before}]`} ${kind} ${service} — ${cause}`
  })
}
