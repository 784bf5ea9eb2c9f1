// Reads gate definitions: gates/*.yaml by name, services/<id>/gate.yaml as the gate of its service. All problems at once.
import { parseDuration } from '../kit/duration.ts'
import { cycles } from '../kit/graph.ts'
import type { Check, GateDefinition, GateSection, HttpRequest } from '../model/gate.ts'
import type { ServiceDefinition } from '../model/service.ts'
import { lintGate, type PlacedCheck } from './gate-lint.ts'
import { type CheckYaml, gateSchema, serviceGateSchema } from './gate-schema.ts'
import type { FileReader } from './load.ts'
import { invalid, type Problem, problem, type YamlSource } from './problems.ts'
import { parseYaml, validate } from './yaml.ts'

type Services = ReadonlyMap<string, ServiceDefinition>

interface LoadedGate {
  gate: GateDefinition
  source: YamlSource
  placed: PlacedCheck[]
}

/** Throws DEFINITION_INVALID naming file, line and key path of every problem. */
export function loadGates(reader: FileReader, services: Services): ReadonlyMap<string, GateDefinition> {
  const problems: Problem[] = []
  const loaded = new Map<string, LoadedGate>()
  const accept = (result: LoadedGate | { problems: Problem[] }): void => {
    if ('problems' in result) {
      problems.push(...result.problems)
      return
    }
    const twin = loaded.get(result.gate.name)
    if (twin) {
      problems.push(problem(result.source, ['name'], `${result.gate.name} is also defined in ${twin.gate.file}`))
    }
    loaded.set(result.gate.name, result)
  }
  for (const id of reader.list('services')) {
    const file = `services/${id}/gate.yaml`
    const text = reader.read(file)
    if (text !== undefined) accept(readServiceGate(id, text, file))
  }
  for (const name of reader.list('gates').filter((entry) => entry.endsWith('.yaml'))) {
    const file = `gates/${name}`
    const text = reader.read(file)
    if (text !== undefined) accept(readGate(text, file))
  }
  for (const { gate, source, placed } of loaded.values()) {
    problems.push(...lintGate(gate, placed, source, services, loaded))
  }
  if (problems.length === 0) problems.push(...nestedCycles(loaded))
  if (problems.length > 0) throw invalid(problems)
  return new Map([...loaded].map(([name, { gate }]) => [name, gate]))
}

function readGate(text: string, file: string): LoadedGate | { problems: Problem[] } {
  const source = parseYaml(text, file)
  const result = validate(gateSchema, source)
  if ('problems' in result) return result
  const { name, title, needs, rule, checks } = result.value
  const placed = checks.map((check, index) => ({ check: toCheck(check, needs), path: ['checks', index] }))
  return { gate: { name, title, needs, rule, checks: placed.map(({ check }) => check), file }, source, placed }
}

function readServiceGate(id: string, text: string, file: string): LoadedGate | { problems: Problem[] } {
  const source = parseYaml(text, file)
  const result = validate(serviceGateSchema, source)
  if ('problems' in result) return result
  const { title, needs, allowInLog } = result.value
  const placed: PlacedCheck[] = (['component', 'integration', 'performance'] as const).flatMap((section) =>
    result.value[section].map((check, index) => ({ check: toCheck(check, needs, section), path: [section, index] })),
  )
  placed.push({ check: logCheck(id, allowInLog), path: ['allowInLog'] })
  const checks = placed.map(({ check }) => check)
  return { gate: { name: id, title, needs, rule: 'worst', checks, file }, source, placed }
}

/** Step 9 asks for a log free of errors: every service gate ends with it, whether written down or not. */
function logCheck(service: string, allow: string[]): Check {
  return {
    kind: 'logs',
    id: 'log',
    title: 'log free of errors',
    section: 'log',
    service,
    allow,
    needs: [service],
    after: [],
    expect: [],
    withinMs: 0,
    everyMs: 500,
    save: {},
    level: 'critical',
  }
}

function toCheck(yaml: CheckYaml, gateNeeds: string[], section?: GateSection): Check {
  const base = {
    id: yaml.id,
    title: yaml.title,
    needs: yaml.needs ?? gateNeeds,
    after: yaml.after,
    withinMs: optionalMs(yaml.within),
    everyMs: ms(yaml.every),
    save: yaml.save,
    level: yaml.level,
    expect: 'expect' in yaml ? yaml.expect : [],
    ...(section === undefined ? {} : { section }),
  }
  switch (yaml.kind) {
    case 'http':
      return { ...base, kind: 'http', request: toRequest(yaml) }
    case 'nats':
      return { ...base, kind: 'nats', ask: toAsk(yaml), timeoutMs: ms(yaml.timeout) }
    case 'redis':
      return { ...base, kind: 'redis', command: yaml.command, keys: yaml.keys, db: yaml.db }
    case 'store': {
      const newer = yaml.newerThan
      const newerThan = newer === undefined ? null : newer === 'run' ? 'run' : ms(newer)
      return { ...base, kind: 'store', table: yaml.table, where: yaml.where, newerThan }
    }
    case 'lake':
      return { ...base, kind: 'lake', table: yaml.table }
    case 'process':
      return { ...base, kind: 'process', service: yaml.service, stableForMs: optionalMs(yaml.stableFor) }
    case 'logs':
      return { ...base, kind: 'logs', service: yaml.service, allow: yaml.allow }
    case 'file':
      return { ...base, kind: 'file', path: yaml.path }
    case 'gate':
      return { ...base, kind: 'gate', gate: yaml.gate }
    case 'latency':
      return toLatency(yaml, base)
  }
}

type Base = Pick<
  Check,
  'id' | 'title' | 'needs' | 'after' | 'withinMs' | 'everyMs' | 'save' | 'level' | 'expect' | 'section'
>

function toLatency(yaml: Extract<CheckYaml, { kind: 'latency' }>, base: Base): Check {
  const { load, vary, accept, warmup, successAtLeast, throughputAtLeast } = yaml
  return {
    ...base,
    kind: 'latency',
    request: toRequest(yaml.request),
    vary,
    accept,
    warmup,
    successAtLeast,
    ...(throughputAtLeast === undefined ? {} : { throughputAtLeast }),
    quantiles: yaml.quantiles.map(({ quantile, limit }) => ({ quantile, limitMs: ms(limit) })),
    load:
      load.mode === 'closed'
        ? load
        : {
            mode: 'open',
            ratePerSecond: load.rate,
            durationMs: ms(load.duration),
            connections: load.connections,
          },
  }
}

function toAsk(yaml: Extract<CheckYaml, { kind: 'nats' }>): Extract<Check, { kind: 'nats' }>['ask'] {
  if (yaml.stream !== undefined) return { stream: yaml.stream, subject: yaml.subject }
  if (yaml.request !== undefined) return { request: yaml.request, payload: yaml.payload ?? null }
  return {
    listen: yaml.listen ?? '',
    match: yaml.match,
    ...(yaml.publish === undefined ? {} : { publish: yaml.publish }),
    ...(yaml.http === undefined ? {} : { http: toRequest(yaml.http) }),
  }
}

function toRequest(yaml: {
  method: string
  url: string
  headers: Record<string, string>
  body?: HttpRequest['body']
  timeout: string
}): HttpRequest {
  const { method, url, headers, body, timeout } = yaml
  return { method, url, headers, ...(body === undefined ? {} : { body }), timeoutMs: ms(timeout) }
}

function nestedCycles(loaded: ReadonlyMap<string, LoadedGate>): Problem[] {
  const nested = (gate: GateDefinition): string[] =>
    gate.checks.flatMap((check) => (check.kind === 'gate' ? [check.gate] : []))
  const graph = new Map([...loaded].map(([name, { gate }]) => [name, new Set(nested(gate))]))
  return cycles(graph).map((names) => {
    const first = loaded.get(names[0]!)!
    return problem(first.source, ['checks'], `gates need each other in a circle: ${names.join(', ')}`)
  })
}

const ms = (duration: string): number => parseDuration(duration) ?? 0
const optionalMs = (duration: string | undefined): number => (duration === undefined ? 0 : ms(duration))
