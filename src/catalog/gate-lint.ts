// What a schema cannot see in a gate: names that must exist, order of checks, values saved before they are used.
import type { Check, GateDefinition } from '../model/gate.ts'
import type { ServiceDefinition } from '../model/service.ts'
import { type Problem, problem, type YamlSource } from './problems.ts'

/** A check with its place in the file. */
export interface PlacedCheck {
  check: Check
  path: (string | number)[]
}

const PLACEHOLDER = /\$\{([^}\n]*)\}/g

export function lintGate(
  gate: GateDefinition,
  placed: PlacedCheck[],
  source: YamlSource,
  services: ReadonlyMap<string, ServiceDefinition>,
  gates: ReadonlyMap<string, unknown>,
): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  const saved = new Set<string>()
  for (const [index, id] of gate.needs.entries()) {
    if (!services.has(id)) problems.push(problem(source, ['needs', index], `${id} is not in the catalog`))
  }
  for (const { check, path } of placed) {
    const complaints = lintCheck(check, gate, services, gates, seen, saved)
    problems.push(...complaints.map(({ key, message }) => problem(source, [...path, key], message)))
    seen.add(check.id)
    for (const name of Object.keys(check.save)) saved.add(name)
  }
  return problems
}

function lintCheck(
  check: Check,
  gate: GateDefinition,
  services: ReadonlyMap<string, ServiceDefinition>,
  gates: ReadonlyMap<string, unknown>,
  seen: ReadonlySet<string>,
  saved: ReadonlySet<string>,
): { key: string; message: string }[] {
  const late = check.after.filter((earlier) => !seen.has(earlier))
  const unknown = namedServices(check).filter((id) => !services.has(id))
  const wild = placeholdersOf(check).filter((name) => !isKnown(name, gate.name, services, saved))
  return [
    ...(seen.has(check.id) ? [{ key: 'id', message: `${check.id} is used twice in this gate` }] : []),
    ...late.map((id) => ({ key: 'after', message: `${id} is not a check that comes before ${check.id}` })),
    ...unknown.map((id) => ({ key: 'needs', message: `${id} is not in the catalog` })),
    ...(check.kind === 'gate' && !gates.has(check.gate)
      ? [{ key: 'gate', message: `${check.gate} is not a gate` }]
      : []),
    ...wild.map((name) => ({ key: 'id', message: `${check.id}: unknown placeholder \${${name}}` })),
  ]
}

function namedServices(check: Check): string[] {
  return check.kind === 'process' || check.kind === 'logs' ? [...check.needs, check.service] : check.needs
}

function placeholdersOf(check: Check): string[] {
  return [...JSON.stringify(check).matchAll(PLACEHOLDER)].map((found) => found[1] ?? '')
}

function isKnown(
  name: string,
  gate: string,
  services: ReadonlyMap<string, ServiceDefinition>,
  saved: ReadonlySet<string>,
): boolean {
  const [subject = '', part = '', key = ''] = name.split('.')
  if (subject === 'run') return part === 'id' || part === 'startedMs'
  if (name === 'now.ms') return true
  if (subject === 'saved') return saved.has(part)
  const service = services.get(subject === 'self' ? gate : subject)
  if (!service) return false
  if (part === 'host') return true
  return (part === 'port' || part === 'address') && service.ports[key] !== undefined
}
