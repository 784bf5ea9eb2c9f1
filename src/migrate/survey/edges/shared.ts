// Things that several services hold: tables and databases, buckets, files. Data edges without a start order, and the
// reason why two writers must never run at once (migration.md 11).
import type { EndpointFinding, SharedThing, SurveyEdge } from '../../../model/endpoint.ts'
import { compare } from './claim.ts'
import type { EdgeFile } from './tree.ts'

interface Hold {
  kind: SharedThing['kind']
  name: string
  service: string
  writes: boolean
  file: string
  line: number
}

const READS = /\b(?:FROM|JOIN)\s+[`"[]?([A-Za-z_][\w.]{2,60})/g
const WRITES =
  /\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|CREATE\s+TABLE(?:\s+IF\s+NOT\s+EXISTS)?|ALTER\s+TABLE|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO|REPLACE\s+INTO)\s+[`"[]?([A-Za-z_][\w.]{2,60})/g
const ENTITY = /@Table\(\s*(?:name\s*=\s*)?"(\w+)"|__tablename__\s*=\s*["'](\w+)["']|\.ToTable\(\s*"(\w+)"/g
const BUCKET = /\b[Bb]ucket(?:_name|Name)?["']?\s*[:=]\s*["']([a-z0-9][a-z0-9.-]{2,62})["']/g
const NO_TABLE = /^(select|set|where|values|the|this|that|import|dual|unnest|lateral|information_schema\b.*|pg_\w+)$/i

/** `edges` say who has a database at all: two tables of one name in two databases are two things. */
export function sharedThings(
  files: readonly EdgeFile[],
  findings: readonly EndpointFinding[],
  edges: readonly SurveyEdge[],
): SharedThing[] {
  const things = new Map<string, Hold[]>()
  for (const hold of [...tables(files), ...buckets(files), ...paths(findings), ...databases(edges)]) {
    const key = `${hold.kind}\n${hold.name}`
    things.set(key, [...(things.get(key) ?? []), hold])
  }
  return [...things.values()]
    .filter((holds) => new Set(holds.map(({ service }) => service)).size > 1)
    .filter((holds) => holds[0]!.kind !== 'table' || haveOneDatabase(holds, edges))
    .map(thingOf)
    .sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name))
}

function thingOf(holds: readonly Hold[]): SharedThing {
  const { kind, name } = holds[0]!
  const unique = (list: readonly Hold[]): string[] => [...new Set(list.map(({ service }) => service))].sort()
  const places = unique(holds).map((service) => {
    const { file, line } = holds.find((hold) => hold.service === service)!
    return { service, file, line }
  })
  return { kind, name, services: unique(holds), writers: unique(holds.filter(({ writes }) => writes)), places }
}

function tables(files: readonly EdgeFile[]): Hold[] {
  return held(files, 'table', [
    [READS, false],
    [WRITES, true],
    [ENTITY, true],
  ]).filter(({ name }) => !NO_TABLE.test(name))
}

function buckets(files: readonly EdgeFile[]): Hold[] {
  return held(files, 'bucket', [[BUCKET, true]])
}

function held(files: readonly EdgeFile[], kind: Hold['kind'], patterns: readonly [RegExp, boolean][]): Hold[] {
  return files.flatMap(({ file, lines, owner }) =>
    owner === undefined
      ? []
      : lines.flatMap(({ text, number }) =>
          patterns.flatMap(([pattern, writes]) =>
            [...text.matchAll(pattern)].map((match) => ({
              kind,
              name: match
                .slice(1)
                .find((group) => group !== undefined)!
                .toLowerCase(),
              service: owner,
              writes,
              file,
              line: number,
            })),
          ),
        ),
  )
}

function paths(findings: readonly EndpointFinding[]): Hold[] {
  return findings
    .filter(({ role, text }) => role === 'path' && text.length > 3)
    .map(({ text, service, file, line }) => ({
      kind: 'file',
      name: text.replaceAll(/\\+/g, '/').replace(/\/$/, '').toLowerCase(),
      service,
      writes: true,
      file,
      line,
    }))
}

function databases(edges: readonly SurveyEdge[]): Hold[] {
  return edges
    .filter(({ kind }) => kind === 'database')
    .map(({ from, to, file, line }) => ({ kind: 'database', name: to, service: from, writes: true, file, line }))
}

function haveOneDatabase(holds: readonly Hold[], edges: readonly SurveyEdge[]): boolean {
  const users = new Map<string, Set<string>>()
  for (const { from, to, kind } of edges) if (kind === 'database') users.set(to, (users.get(to) ?? new Set()).add(from))
  const services = [...new Set(holds.map(({ service }) => service))]
  return [...users.values()].some((who) => services.filter((service) => who.has(service)).length > 1)
}
