// A plan for people: one line per operation with its cause; what stands in the way comes first.
import type { Plan } from '../model/plan.ts'

export function renderPlan({ ops, problems }: Plan): string {
  const numbers = new Map(ops.map(({ id }, index) => [id, index + 1]))
  const blocked = problems.flatMap(({ service, code, message, hints }) => [
    `✖ ${service}: ${message} [${code}]`,
    ...hints.map((hint) => `    try: ${hint}`),
  ])
  if (ops.length === 0 && problems.length === 0) return 'nothing to do: everything runs as defined\n'
  const width = Math.max(0, ...ops.map(({ kind, service }) => `${kind} ${service}`.length))
  const digits = String(ops.length).length
  const lines = ops.map(({ kind, service, cause, dependsOn }, index) => {
    const after = dependsOn.flatMap((id) => numbers.get(id) ?? []).sort((a, b) => a - b)
    const order = after.length > 0 ? ` (after ${after.join(', ')})` : ''
    return `${String(index + 1).padStart(digits)}  ${`${kind} ${service}`.padEnd(width)}  ${cause}${order}`
  })
  const end = problems.length > 0 ? `nothing is done: ${problems.length} in the way` : `${ops.length} operations`
  return `${[...blocked, ...(blocked.length > 0 ? [''] : []), ...lines, '', end].join('\n')}\n`
}
