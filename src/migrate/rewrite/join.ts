// Host and port of one address may stand apart: in one template, in two arguments, under two keys of one stem.
// This file finds the port that belongs to a host, or says that there is none (migration.md 3, "Join").
import { argumentPort, sibling } from './argument-port.ts'
import { clientOf } from './calls.ts'
import { libraryAddress } from './constants.ts'
import type { Hit } from './hits.ts'
import { moduleOf } from './imports.ts'
import { type Context, definesConstant, type FileModel, type Piece, type Site, type Use, words } from './model.ts'
import { constantPort, type PortPart, portValue } from './port-part.ts'
import { clientOfString, clientOfWords, defaultPort, schemeBefore } from './schemes.ts'

/** Where a constant host is completed to an address. */
export interface Place {
  use: Use
  port?: PortPart
}

export interface Joined {
  port?: PortPart
  places: Place[]
  scheme?: string
  /** More ports of the same host: `http_port` and `pg_port` beside one `host`. */
  morePorts?: PortPart[]
  /** A port is there but computed. */
  computed?: boolean
}

export function joinPort(hit: Hit, site: Site, contexts: readonly Context[], model: FileModel, text: string): Joined {
  const places = placesOf(site, model)
  const library = libraryAddress(hit.text)
  if (library)
    return {
      port: { kind: 'implied', value: library.port, why: `${hit.text} is loopback` },
      places,
      scheme: library.scheme,
    }
  const scheme = schemeBefore(text, site.start, hit.start)
  const withScheme = scheme === undefined ? {} : { scheme }
  if (hit.port) return { port: { kind: 'digits', ...hit.port }, places, ...withScheme }
  const inside = followed(hit.end, model.piecesAt(hit.start), model)
  if (inside !== undefined)
    return inside === 'computed' ? { places, computed: true, ...withScheme } : { port: inside, places, ...withScheme }
  const atEnd = hit.end >= site.end || /^[:]?$/.test(text.slice(hit.end, site.end))
  if (atEnd || scheme === undefined) {
    const libpq =
      /^[ ;]+(?:.*[ ;])?port\s*=\s*(\d{2,5})/i.exec(text.slice(hit.end, site.end)) ??
      /^,(\d{2,5})(?!\d)/.exec(text.slice(hit.end, site.end))
    if (libpq) {
      const end = hit.end + libpq[0].length
      return {
        port: { kind: 'digits', start: end - libpq[1]!.length, end, value: Number(libpq[1]) },
        places,
        ...withScheme,
      }
    }
    const apart =
      places.find((place) => place.port)?.port ??
      besideInMap(site, model) ??
      pairedPort(site, model) ??
      sibling(site, model)
    const [first, ...more] = apart ? [apart] : stem(site, model)
    if (first) return { port: first, places, ...withScheme, ...(more.length > 0 ? { morePorts: more } : {}) }
  }
  const said = clientOfString(site.raw) ?? driverBeside(site, model)
  const implied = impliedPort(scheme, said, contexts, text)
  return { places, ...withScheme, ...(implied ? { port: implied } : {}) }
}

/** `{ host: 'localhost', port: 7100 }` among others like it: the port of the same map, before that of any neighbour. */
function besideInMap(site: Site, model: FileModel): PortPart | undefined {
  const { scope, call } = site.context
  if (call === undefined || !scope.startsWith('block:')) return undefined
  const key = site.context.path.at(-1)
  if (key === undefined) return undefined
  const stem = stemOf(key).join(' ')
  const found = model.numbers().filter(({ context }) => {
    const last = words(context.path.at(-1) ?? '')
    return context.scope === scope && last.at(-1) === 'port' && last.slice(0, -1).join(' ') === stem
  })
  const value = found.length === 1 ? portValue(found[0]!) : undefined
  return value === undefined ? undefined : { kind: 'literal', site: found[0]!, value }
}

/** `("localhost", 6379)`, wherever it stands: a pair of host and port. */
function pairedPort(site: Site, model: FileModel): PortPart | undefined {
  const other = model.pairOf(site)
  const value = other && portValue(other)
  return value === undefined ? undefined : { kind: 'literal', site: other!, value }
}

/** Uses of the constant a literal defines, with the port each of them adds. */
function placesOf(site: Site, model: FileModel): Place[] {
  const name = definesConstant(site, model)
  if (name === undefined || site.context.call !== undefined) return []
  const { start, end } = model.definitions(name)[0]!.value ?? site
  // `HOST = process.env.HOST || 'localhost'` names itself.
  const outside = model.uses(name).filter((use) => use.file !== undefined || use.end <= start || end <= use.start)
  return outside.map((use) => {
    const around = use.model ?? model
    const port = followed(use.end, use.pieces, around, use) ?? argumentPort(use.context, use.start, around)
    return port === undefined || port === 'computed' ? { use } : { use, port: located(port, use.file) }
  })
}

/** What stands right behind the host in a text that is put together: `:8099`, or `:` and a reference. */
function followed(
  hostEnd: number,
  pieces: readonly Piece[] | undefined,
  model: FileModel,
  use?: Use,
): PortPart | 'computed' | undefined {
  if (!pieces) return undefined
  const within = ({ start, end }: { start: number; end: number }): boolean =>
    start <= (use?.start ?? hostEnd) && (use?.end ?? hostEnd) <= end
  const holds = (piece: Piece): boolean =>
    within(piece) || (piece.kind === 'ref' && piece.value !== undefined && within(piece.value))
  const text = use ? -1 : pieces.findIndex((piece) => piece.kind === 'text' && holds(piece))
  // A literal inside an interpolation (`${env.H || 'localhost'}:6105`) goes on behind that interpolation.
  const index = text >= 0 ? text : pieces.findIndex((piece) => piece.kind === 'ref' && holds(piece))
  const piece = pieces[index]
  if (piece === undefined) return undefined
  let at = index
  let rest = piece.kind === 'text' ? piece.raw.slice(hostEnd - piece.start) : ''
  let offset = piece.kind === 'text' ? hostEnd : piece.end
  if (rest === '') {
    const next = pieces[++at]
    if (next?.kind !== 'text') return undefined
    rest = next.raw
    offset = next.start
  }
  const digits = /^:(\d{2,5})(?!\d)/.exec(rest)
  if (digits)
    return {
      kind: 'digits',
      start: offset + 1,
      end: offset + digits[0].length,
      value: Number(digits[1]),
      ...fileOf(use),
    }
  // `host=` … ` port=` of a connection string put together.
  const paired = /^[ ;](?:[^ ;]+[ ;]+)*port\s*=\s*(\d{2,5})?(?![\d])/i.exec(rest)
  if (paired?.[1] !== undefined) {
    const end = offset + paired[0].length
    return { kind: 'digits', start: end - paired[1].length, end, value: Number(paired[1]), ...fileOf(use) }
  }
  if (paired && paired[0].length === rest.length) rest = ':'
  const reference = pieces[at + 1]
  const next = rest === ':' && reference?.kind === 'text' ? /^\d{2,5}(?![\d.])/.exec(reference.raw) : null
  if (next && reference)
    return {
      kind: 'digits',
      start: reference.start,
      end: reference.start + next[0].length,
      value: Number(next[0]),
      ...fileOf(use),
    }
  if (rest !== ':' || reference?.kind !== 'ref') return undefined
  const port = reference.name === undefined ? defaultInside(reference, model) : constantPort(reference.name, model)
  return port === undefined ? 'computed' : { ...port, reference: { start: reference.start, end: reference.end } }
}

/** A literal found by another file's model lies there, unless it says otherwise. */
function located(port: PortPart, file: string | undefined): PortPart {
  return port.kind === 'literal' && file !== undefined ? { ...port, site: { file, ...port.site } } : port
}

function fileOf(use: Use | undefined): { file?: string } {
  return use?.file === undefined ? {} : { file: use.file }
}

/** `"http://localhost:" + getEnv("TARIFF_PORT", "6105")`: the default of the variable that is put in. */
function defaultInside(
  reference: { start: number; end: number },
  model: FileModel,
): Extract<PortPart, { kind: 'literal' }> | undefined {
  const inside = model
    .numbers()
    .filter((site) => reference.start <= site.start && site.end <= reference.end && site.context.env !== undefined)
  const value = inside.length === 1 ? portValue(inside[0]!) : undefined
  return value === undefined ? undefined : { kind: 'literal', site: inside[0]!, value }
}

/** Two keys of one stem: `depot_host` and `depot_port`, `DEPOT_HOST` and `DEPOT_PORT`, `host` and `port` of one mapping. */
function stem(site: Site, model: FileModel): PortPart[] {
  for (const hostName of namesOf(site.context)) {
    const own = stemOf(hostName)
    const exact = portsNamed(own, 0, site, model)
    const found = exact.length > 0 ? exact : portsNamed(own, 1, site, model)
    // One stem, one port; several only where a word in front tells them apart (`http_port`, `pg_port`).
    if (found.length === 1 || (exact.length === 0 && found.length > 0)) return found
  }
  return []
}

/** Numbers named `<stem>_port`, with so many words between stem and `port`. */
function portsNamed(own: readonly string[], between: number, site: Site, model: FileModel): PortPart[] {
  const candidates = model.numbers().filter((number) => {
    if (portValue(number) === undefined) return false
    return namesOf(number.context).some((name) => {
      const said = words(name)
      const all = said.at(-1) === 'number' ? said.slice(0, -1) : said
      return (
        all.at(-1) === 'port' &&
        all.length === own.length + between + 1 &&
        own.every((word, index) => all[index] === word)
      )
    })
  })
  const near = candidates.filter((number) => number.context.scope === site.context.scope)
  // A bare `host` belongs to the ports beside it, never to one elsewhere in the file.
  const found = near.length > 0 ? near : own.length > 0 ? candidates : []
  return found.map((number) => ({ kind: 'literal', site: number, value: portValue(number)! }))
}

function namesOf(context: Context): string[] {
  return [...new Set([context.env, context.path.at(-1)].filter((name) => name !== undefined))]
}

const HOST_WORDS = new Set(['host', 'hostname', 'addr', 'address', 'server', 'ip', 'node', 'interface'])

/** Words of a host key without the one that says it is a host. */
export function stemOf(name: string): string[] {
  const all = words(name)
  const host = all.at(-1) === 'name' && /^(host|server)$/.test(all.at(-2) ?? '') ? all.slice(0, -1) : all
  return HOST_WORDS.has(host.at(-1) ?? '') ? host.slice(0, -1) : host
}

export function impliedPort(
  scheme: string | undefined,
  said: string | undefined,
  contexts: readonly Context[],
  text: string,
): PortPart | undefined {
  const byScheme = scheme === undefined ? undefined : defaultPort(scheme)
  if (byScheme !== undefined) return { kind: 'implied', value: byScheme, why: `${scheme}:// means port ${byScheme}` }
  if (scheme !== undefined) return undefined
  for (const context of contexts) {
    const client =
      said ??
      (context.call && (clientOf(context.call.name) ?? importedClient(context.call.name, text))) ??
      clientOfWords([...context.path, context.env ?? ''].flatMap(words))
    const port = client === undefined ? undefined : defaultPort(client)
    if (port !== undefined) return { kind: 'implied', value: port, why: `${client} means port ${port}` }
  }
  return undefined
}

/** `adapter: postgresql` beside `host: localhost`. */
function driverBeside(site: Site, model: FileModel): string | undefined {
  const stem = stemOf(site.context.path.at(-1) ?? '').join(' ')
  for (const other of model.beside(site)) {
    const key = words(other.context.path.at(-1) ?? '')
    const isDriver =
      /^(adapter|dialect|driver|engine|client|kind|type|provider|backend)$/.test(key.at(-1) ?? '') &&
      key.slice(0, -1).join(' ') === stem &&
      /^[\w.+-]+$/.test(other.raw)
    const client = isDriver ? clientOfWords(words(other.raw)) : undefined
    if (client !== undefined) return client
  }
  return undefined
}

/** `Connection(…)` says little, `from kombu import Connection` says it. */
function importedClient(call: string, text: string): string | undefined {
  const name = call.replace(/^new /, '').split('.')[0]!
  const module = moduleOf(name, text)
  return module === undefined ? undefined : (clientOf(module) ?? clientOfWords(words(module)))
}
