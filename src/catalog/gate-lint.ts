// What a schema cannot see in a gate: names that must exist, order of checks, values saved before they are used.
import type { Check, GateDefinition } from '../model/gate.ts'
import type { ServiceDefinition } from '../model/service.ts'
import { type Problem, problem, type YamlSource } from './yaml.ts'

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
    const complain = (key: string, message: string): void => {
      problems.push(problem(source, [...path, key], message))
    }
    if (seen.has(check.id)) complain('id', `${check.id} is used twice in this gate`)
    for (const earlier of check.after) {
      if (!seen.has(earlier)) complain('after', `${earlier} is not a check that comes before ${check.id}`)
    }
    for (const id of namedServices(check)) {
      if (!services.has(id)) complain('needs', `${id} is not in the catalog`)
    }
    if (check.kind === 'gate' && !gates.has(check.gate)) complain('gate', `${check.gate} is not a gate`)
    for (const name of placeholdersOf(check)) {
      if (!isKnown(name, gate.name, services, saved)) complain('', `unknown placeholder \${${name}}`)
    }
    seen.add(check.id)
    for (const name of Object.keys(check.save)) saved.add(name)
  }
  return problems
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
  if (subject === 'saved') return saved.has(part)
  const service = services.get(subject === 'self' ? gate : subject)
  if (!service) return false
  if (part === 'host') return true
  return (part === 'port' || part === 'address') && service.ports[key] !== undefined
}
