// The rows of migration.md 4 as shapes of configuration, written once for all formats.
import { eitherWay, keep, type Pieces, p } from '../pieces.ts'
import type { Rng } from '../random.ts'
import { type Link, named, type Peer, type Style } from '../world.ts'
import type { DataSyntax } from './syntax.ts'

export interface DataSite {
  syntax: DataSyntax
  style: Style
  link: Link
  other: Link
  self: Peer
  stem: string[]
  rng: Rng
}

type Shape = (site: DataSite) => Pieces | undefined

const key = ({ stem, style }: DataSite, ...words: string[]): string => named([...stem, ...words], style)
const bare = ({ style }: DataSite, word: string): string => named([word], style)

export const DATA_PEERS: Record<string, Shape> = {
  'url entry': (site) => {
    const { syntax, link, rng } = site
    return syntax.pair(key(site, rng.pick(['url', 'uri', 'endpoint', 'base'])), p`${link.url}/v1`, 'text', rng)
  },
  'address entry': (site) => {
    const { syntax, link, rng } = site
    return syntax.pair(key(site, rng.pick(['address', 'server', 'addr'])), [link.at], 'text', rng)
  },
  'host and port entries': (site) => {
    const { syntax, link, rng } = site
    const pairs = rng.shuffled([
      syntax.pair(key(site, 'host'), [link.host], 'text', rng),
      syntax.pair(key(site, 'port'), [link.port], 'number', rng),
    ])
    return p`${pairs[0]!}${syntax.separator}${pairs[1]!}`
  },
  'host and port section': (site) => {
    const { syntax, link, rng } = site
    const pairs = [
      [bare(site, rng.pick(['host', 'hostname', 'host'])), [link.host], 'text'],
      [bare(site, 'port'), [link.port], 'number'],
    ] as const
    return syntax.section(key(site), rng.shuffled([...pairs]), rng)
  },
  'list entry': (site) => {
    const { syntax, link, other, rng } = site
    return syntax.list?.(key(site, rng.pick(['urls', 'peers', 'nodes'])), [link.url, other.url], rng)
  },
  'list of addresses': (site) => {
    const { syntax, link, other, rng } = site
    return syntax.list?.(key(site, 'servers'), [[link.at], [other.at]], rng)
  },
  'list in one entry': (site) => {
    const { syntax, link, other, rng } = site
    return syntax.pair(key(site, rng.pick(['nodes', 'servers', 'brokers'])), p`${link.at},${other.at}`, 'text', rng)
  },
  'entry without a port': (site) => {
    const { syntax, link, rng } = site
    if (!link.peer.isInfra || link.peer.legacy !== link.peer.container) return undefined
    return syntax.pair(key(site, rng.pick(['url', 'dsn'])), p`${link.peer.scheme}://${link.host}/ledger`, 'text', rng)
  },
  'userinfo entry': (site) => {
    const { syntax, link, rng } = site
    const spans = link.url.filter((one) => typeof one !== 'string')
    return syntax.pair(key(site, 'dsn'), p`${link.peer.scheme}://clerk:p%40ss@${spans}/ledger`, 'text', rng)
  },
}

export const DATA_TRAPS: Record<string, Shape> = {
  'commented entry': ({ syntax, link }) =>
    syntax.comment?.(p`old: ${link.peer.scheme}://${keep('doc', link.at.legacy)}/x, früher`),
  'description entry': (site) => {
    const { syntax, link, rng } = site
    return syntax.pair(key(site, 'description'), p`dials ${keep('doc', link.at.legacy)} when it rains`, 'text', rng)
  },
  'cors entry': (site) => {
    const { syntax, rng } = site
    return syntax.pair(key(site, 'cors', 'origins'), p`http://${keep('origin', 'localhost:5173')}`, 'text', rng)
  },
  'allowed hosts entry': (site) => {
    const { syntax, rng } = site
    const hosts = ['localhost', '127.0.0.1'].map((host) => [keep('local-only', host)])
    if (syntax.list && rng.chance(0.6)) return syntax.list(key(site, 'allowed', 'hosts'), hosts, rng)
    return syntax.pair(key(site, 'allowed', 'hosts'), p`${hosts[0]!},${hosts[1]!}`, 'text', rng)
  },
  'redirect entry': (site) => {
    const { syntax, rng } = site
    return syntax.pair(
      key(site, 'redirect', 'uri'),
      p`http://${keep('origin', 'localhost:5173')}/callback`,
      'text',
      rng,
    )
  },
}

export function inData(site: DataSite, shape: Shape): Pieces | undefined {
  const pieces = shape(site)
  return pieces && (site.syntax.isEnvironment ? eitherWay(pieces) : pieces)
}
