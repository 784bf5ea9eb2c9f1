// The containerised system a legacy tree is made from: services with their container ports, servers beside them, and for
// each a port of the legacy host that nobody else has.
import { type Piece, p, type Span } from './pieces.ts'
import type { Rng } from './random.ts'

export interface Peer {
  id: string
  scheme: string
  container: number
  legacy: number
  isInfra: boolean
}

const NAMES =
  'orchard ferry museum quarry lantern meadow rental parcel booking aviary glacier harvest pottery cinema'.split(' ')

const SERVERS: Omit<Peer, 'legacy' | 'isInfra'>[] = [
  { id: 'redis', scheme: 'redis', container: 6379 },
  { id: 'nats', scheme: 'nats', container: 4222 },
  { id: 'postgres', scheme: 'postgresql', container: 5432 },
  { id: 'rabbitmq', scheme: 'amqp', container: 5672 },
  { id: 'mongodb', scheme: 'mongodb', container: 27017 },
]

export interface World {
  services: Peer[]
  /** Services that listen to nobody. */
  workers: Peer[]
  servers: Peer[]
}

export function drawWorld(rng: Rng): World {
  const taken = new Set<number>()
  const fresh = (from: number): number => {
    for (;;) {
      const port = from + rng.below(900)
      if (!taken.has(port)) {
        taken.add(port)
        return port
      }
    }
  }
  const [workers, services] = [rng.below(3), 3 + rng.below(3)]
  const apps = rng
    .shuffled(NAMES)
    .slice(0, workers + services)
    .map((id): Peer => {
      const legacy = fresh(6100)
      const container = rng.chance(0.7) ? rng.pick([8080, 8080, 3000, 5000, 8000]) : legacy
      return { id, scheme: 'http', legacy, container, isInfra: false }
    })
  const servers = SERVERS.map(
    (one): Peer => ({ ...one, legacy: rng.chance(0.75) ? one.container : fresh(15_000), isInfra: true }),
  )
  return { services: apps.slice(workers), workers: apps.slice(0, workers), servers }
}

/** What an operator passes by --endpoints: host ports that are not the container's, and the servers beside the services. */
export function endpointsOf({ services, servers }: World): Record<string, string> {
  return Object.fromEntries(
    [...services, ...servers]
      .filter(({ legacy, container, isInfra }) => isInfra || legacy !== container)
      .map(({ id, legacy, container }) => [`localhost:${legacy}`, `${id}:${container}`]),
  )
}

/** How one place names a peer: which alias of loopback, and the spans made of it. */
export interface Link {
  peer: Peer
  host: Span
  port: Span
  /** `host:port` in one. */
  at: Span
  url: Piece[]
}

export function drawLink(peer: Peer, rng: Rng): Link {
  const alias = rng.pick(['localhost', 'localhost', 'localhost', '127.0.0.1', '127.0.0.1', 'LOCALHOST'])
  const inUrl = rng.chance(0.06) ? '[::1]' : alias
  const at = (host: string): Span => ({
    legacy: `${host}:${peer.legacy}`,
    container: `${peer.id}:${peer.container}`,
    role: 'peer',
    action: 'edit',
  })
  return {
    peer,
    host: { legacy: alias, container: peer.id, role: 'peer', action: 'edit' },
    port: { legacy: String(peer.legacy), container: String(peer.container), role: 'peer', action: 'edit' },
    at: at(alias),
    url: p`${peer.scheme}://${at(inUrl)}`,
  }
}

/** `crane rates url` → CRANE_RATES_URL, craneRatesUrl, CraneRatesUrl, crane_rates_url, crane-rates-url, crane.rates.url. */
export type Style = 'scream' | 'camel' | 'pascal' | 'snake' | 'kebab' | 'dotted'

export function named(words: readonly string[], style: Style): string {
  const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1)
  switch (style) {
    case 'scream':
      return words.join('_').toUpperCase()
    case 'camel':
      return words.map((word, index) => (index === 0 ? word : capital(word))).join('')
    case 'pascal':
      return words.map(capital).join('')
    case 'snake':
      return words.join('_')
    case 'kebab':
      return words.join('-')
    case 'dotted':
      return words.join('.')
  }
}
