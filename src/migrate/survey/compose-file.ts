// A compose file of the legacy tree, as far as a survey asks it: services with image, build, command, ports, needs and
// environment. Read by a parser, not by lines: anchors and merge keys are how these files say what services share.
import { type Document, isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml'

export interface ComposeService {
  name: string
  line: number
  image?: string
  /** Folder that is built, as written. */
  build?: string
  /** Dockerfile of the build, as written. */
  dockerfile?: string
  /** Entry point and command; a string is a command line, a list its words. */
  command: (string | string[])[]
  ports: { host?: number; container: number }[]
  /** `depends_on` and `links`. */
  needs: { name: string; line: number }[]
  environment: { name: string; value: string; line: number }[]
}

export function isComposeFile(file: string): boolean {
  return /(^|\/)(docker-)?compose([.-][\w.-]+)?\.ya?ml$/i.test(file)
}

/** Empty for what is no compose file; a broken one is another part's finding. */
export function composeServices(text: string): ComposeService[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: 'silent', strict: false })
  if (document.errors.length > 0 || !isMap(document.contents)) return []
  const services = document.contents.get('services')
  if (!isMap(services)) return []
  const values = valuesOf(document)
  const lineOf = (node: unknown): number => lineAt(node, lines)
  return services.items.flatMap((pair) => {
    if (!isScalar(pair.key) || !isMap(pair.value)) return []
    const name = String(pair.key.value)
    const plain = values[name]
    return plain ? [describe({ name, line: lineOf(pair.key), plain, node: pair.value, lineOf })] : []
  })
}

interface Entry {
  name: string
  line: number
  /** Aliases resolved, merge keys merged. */
  plain: Record<string, unknown>
  /** For the lines. */
  node: YAMLMap
  lineOf: (node: unknown) => number
}

function describe({ name, line, plain, node, lineOf }: Entry): ComposeService {
  const image = typeof plain.image === 'string' ? plain.image : undefined
  const built = typeof plain.build === 'object' ? (plain.build as Record<string, unknown> | null) : undefined
  const build = built ? (built.context ?? '.') : plain.build
  return {
    name,
    line,
    ...(image === undefined ? {} : { image: image.replace(/\$\{\w+:?-([^}]*)\}/g, '$1') }),
    ...(typeof build === 'string' ? { build } : {}),
    ...(typeof built?.dockerfile === 'string' ? { dockerfile: built.dockerfile } : {}),
    command: [plain.entrypoint, plain.command].flatMap(commandOf),
    ports: listOf(plain.ports).flatMap(portOf),
    needs: ['depends_on', 'links'].flatMap((key) =>
      namesOf(plain[key]).map((need) => ({ name: need, line: lineOf(node.get(key, true) ?? node) })),
    ),
    environment: environmentOf(plain.environment).map((one) => ({
      ...one,
      line: lineOf(node.get('environment', true) ?? node),
    })),
  }
}

function commandOf(value: unknown): (string | string[])[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? [value.map(String)] : []
}

/** `8080:80`, `127.0.0.1:8080:80/tcp`, `{target, published}`, `80`. Ranges and variables without default say nothing. */
function portOf(entry: unknown): ComposeService['ports'] {
  if (typeof entry === 'number') return [{ container: entry }]
  if (typeof entry === 'object' && entry !== null) {
    const { target, published } = entry as { target?: unknown; published?: unknown }
    const host = Number(published)
    return Number(target) > 0 ? [{ container: Number(target), ...(host > 0 ? { host } : {}) }] : []
  }
  const text = String(entry)
    .replace(/\$\{\w+:?-(\d+)\}/g, '$1')
    .replace(/\/(tcp|udp)$/, '')
  const match = /^(?:(?:\d+(?:\.\d+){3}|\[[\da-f:]+\]|localhost):)?(?:(\d+):)?(\d+)$/.exec(text)
  if (!match) return []
  return [{ container: Number(match[2]), ...(match[1] === undefined ? {} : { host: Number(match[1]) }) }]
}

function namesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((one) => String(one).split(':')[0]!)
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function environmentOf(value: unknown): { name: string; value: string }[] {
  if (Array.isArray(value))
    return value.flatMap((one) => {
      const match = /^([^=]+)=(.*)$/s.exec(String(one))
      return match ? [{ name: match[1]!, value: match[2]! }] : []
    })
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([name, one]) => ({ name, value: String(one ?? '') }))
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Aliases belong to the document: a node alone cannot resolve them. */
function valuesOf(document: Document): Record<string, Record<string, unknown> | undefined> {
  try {
    return (document.toJS({ maxAliasCount: 100 }) as { services: Record<string, Record<string, unknown>> }).services
  } catch {
    // Too many aliases: a bomb says nothing about services.
    return {}
  }
}

function lineAt(node: unknown, lines: LineCounter): number {
  const range = (node as { range?: [number, number, number] } | undefined)?.range
  return range ? lines.linePos(range[0]).line : 1
}
