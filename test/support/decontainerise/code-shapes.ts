// The rows of migration.md 4 as shapes of code, written once for all languages: places that move to the peer's container
// address, places that a variable settles, and traps.
import { coveredBy, joined, keep, type Pieces, p } from './pieces.ts'
import type { Rng } from './random.ts'
import type { Syntax } from './syntax.ts'
import { type Link, named, type Peer } from './world.ts'

export interface CodeSite {
  syntax: Syntax
  link: Link
  /** Another peer, for lists. */
  other: Link
  self: Peer
  /** Words that no other site of the file has. */
  stem: string[]
  rng: Rng
}

/** Constants and statements of one site. */
export interface Code {
  top?: Pieces[]
  body?: Pieces[]
}

type Shape = (site: CodeSite) => Code | undefined

const constantName = ({ syntax, stem }: CodeSite, ...words: string[]): string =>
  named([...stem, ...words], syntax.constantStyle)
const localName = ({ syntax, stem }: CodeSite, ...words: string[]): string =>
  named([...stem, ...words], syntax.localStyle)
const variable = ({ stem }: CodeSite, ...words: string[]): string => named([...stem, ...words], 'scream')

export const PEER_SHAPES: Record<string, Shape> = {
  'url constant': (site) => {
    const { syntax, link, rng } = site
    const name = constantName(site, rng.pick(['url', 'base', 'endpoint', 'addr']))
    return {
      top: [syntax.constant(name, syntax.str(p`${link.url}/v1`, rng), 'text')],
      body: [syntax.get(syntax.concat([[name], syntax.str(['/items'], rng)]))],
    }
  },
  'url in a call': ({ syntax, link, rng }) => ({ body: [syntax.get(syntax.str(p`${link.url}/items?id=7`, rng))] }),
  'url local': (site) => {
    const { syntax, link, rng } = site
    const name = localName(site, 'url')
    return { body: [syntax.local(name, syntax.str(link.url, rng), 'text'), syntax.get([name])] }
  },
  'host and port in one, scheme apart': (site) => {
    const { syntax, link, rng } = site
    const name = constantName(site, 'address')
    return {
      top: [syntax.constant(name, syntax.str([link.at], rng), 'text')],
      body: [syntax.get(syntax.concat([syntax.str([`${link.peer.scheme}://`], rng), [name], syntax.str(['/a'], rng)]))],
    }
  },
  'split constants in a template': (site) => {
    const { syntax, link, rng } = site
    const [host, port] = [constantName(site, 'host'), constantName(site, 'port')]
    return {
      top: [syntax.constant(host, syntax.str([link.host], rng), 'text'), syntax.constant(port, [link.port], 'number')],
      body: [
        syntax.get(syntax.template([[`${link.peer.scheme}://`], { ref: host }, [':'], { ref: port }, ['/v2']], rng)),
      ],
    }
  },
  'split constants in a dial': (site) => {
    const { syntax, link, rng } = site
    const [host, port] = [constantName(site, 'host'), constantName(site, 'port')]
    return (
      syntax.dial && {
        top: [
          syntax.constant(host, syntax.str([link.host], rng), 'text'),
          syntax.constant(port, [link.port], 'number'),
        ],
        body: [syntax.dial([host], [port])],
      }
    )
  },
  'two arguments': ({ syntax, link, rng }) =>
    syntax.dial && { body: [syntax.dial(syntax.str([link.host], rng), [link.port])] },
  'port constant in a template': (site) => {
    const { syntax, link, rng } = site
    const port = constantName(site, 'port')
    return {
      top: [syntax.constant(port, [link.port], 'number')],
      body: [syntax.get(syntax.template([p`${link.peer.scheme}://${link.host}:`, { ref: port }, ['/v3']], rng))],
    }
  },
  'host constant in a template': (site) => {
    const { syntax, link, rng } = site
    const host = constantName(site, 'host')
    return {
      top: [syntax.constant(host, syntax.str([link.host], rng), 'text')],
      body: [syntax.get(syntax.template([[`${link.peer.scheme}://`], { ref: host }, p`:${link.port}/v4`], rng))],
    }
  },
  'a list of urls': (site) => {
    const { syntax, link, other, rng } = site
    return {
      body: [
        syntax.local(
          localName(site, 'urls'),
          syntax.list([syntax.str(link.url, rng), syntax.str(other.url, rng)]),
          'text',
        ),
      ],
    }
  },
  'a list in one text': (site) => {
    const { syntax, link, other, rng } = site
    const name = constantName(site, rng.pick(['nodes', 'servers', 'peers', 'endpoints']))
    return { top: [syntax.constant(name, syntax.str(p`${link.at},${other.at}`, rng), 'text')] }
  },
  'members of one thing': (site) => {
    const { syntax, link, rng } = site
    return syntax.record && { top: [syntax.record(constantName(site), syntax.str([link.host], rng), [link.port])] }
  },
  'defaults of parameters': (site) => {
    const { syntax, link, rng } = site
    const host = syntax.str([link.host], rng)
    return (
      syntax.parameters && {
        top: [syntax.parameters(named(['dial', ...site.stem], syntax.localStyle), host, [link.port])],
      }
    )
  },
  'no port at all': (site) => {
    const { syntax, link, rng } = site
    if (!link.peer.isInfra || link.peer.legacy !== link.peer.container) return undefined
    const url = p`${link.peer.scheme}://clerk:secret@${link.host}/ledger`
    return { top: [syntax.constant(constantName(site, 'url'), syntax.str(url, rng), 'text')] }
  },
  'userinfo and path': (site) => {
    const { syntax, link, rng } = site
    const [, ...rest] = link.url
    const name = constantName(site, rng.pick(['dsn', 'url', 'uri']))
    const url = p`${link.peer.scheme}://clerk:p%40ss@${rest.filter((one) => typeof one !== 'string')}/ledger?timeout=5`
    return { top: [syntax.constant(name, syntax.str(url, rng), 'text')] }
  },
  'default of a variable': (site) => {
    const { syntax, link, rng } = site
    const key = variable(site, rng.pick(['url', 'base_url', 'endpoint']))
    const value = syntax.env(key, syntax.str(coveredBy(key, link.url), rng))
    return { body: [syntax.local(localName(site, 'url'), value, 'text')] }
  },
  'defaults of two variables': (site) => {
    const { syntax, link, rng } = site
    if (!syntax.envNumber) return undefined
    const [hostKey, portKey] = [variable(site, 'host'), variable(site, 'port')]
    const [host, port] = [localName(site, 'host'), localName(site, 'port')]
    return {
      body: [
        syntax.local(host, syntax.env(hostKey, syntax.str(coveredBy(hostKey, [link.host]), rng)), 'text'),
        syntax.local(port, syntax.envNumber(portKey, coveredBy(portKey, [link.port])), 'number'),
        syntax.get(syntax.template([[`${link.peer.scheme}://`], { ref: host }, [':'], { ref: port }, ['/v5']], rng)),
      ],
    }
  },
  'a constant as default of a variable': (site) => {
    const { syntax, link, rng } = site
    const key = variable(site, 'url')
    const name = constantName(site, 'default')
    return {
      top: [syntax.constant(name, syntax.str(coveredBy(key, link.url), rng), 'text')],
      body: [syntax.local(localName(site, 'url'), syntax.env(key, [name]), 'text')],
    }
  },
}

export const TRAP_SHAPES: Record<string, Shape> = {
  'own probe': ({ syntax, self, rng }) => {
    if (syntax.isWorker) return undefined
    const at = {
      ...keep('self-probe', `localhost:${self.legacy}`),
      container: `localhost:${self.container}`,
      action: self.legacy === self.container ? ('keep' as const) : ['edit' as const, 'env' as const],
    }
    return { body: [syntax.get(syntax.str(p`http://${at}/health`, rng))] }
  },
  'log line': ({ syntax, link, rng }) => ({
    body: [syntax.log(syntax.str(p`see http://${keep('doc', link.at.legacy)}/docs for more`, rng))],
  }),
  'error text': ({ syntax, link, rng }) => ({
    body: [syntax.fail(syntax.str(p`no answer from ${keep('doc', link.at.legacy)}`, rng))],
  }),
  comment: ({ syntax, link }) => ({
    body: [
      syntax.comment(p`when developing: ${link.peer.scheme}://${keep('doc', link.at.legacy)}/x, größer als früher`),
    ],
  }),
  'commented out': ({ syntax, link, rng }) => ({
    body: [syntax.comment(syntax.get(syntax.str(p`http://${keep('doc', link.at.legacy)}/old`, rng)))],
  }),
  'is it local': ({ syntax, link, rng }) => ({
    body: [syntax.isLocal(syntax.str([keep('local-only', link.host.legacy)], rng))],
  }),
  'fallback of a name': ({ syntax, rng }) =>
    syntax.orElse && { body: [syntax.orElse(syntax.str([keep('fallback', 'localhost')], rng))] },
  'allowed hosts': (site) => {
    const { syntax, rng } = site
    const name = localName(site, rng.pick(['allowed', 'trusted']), 'hosts')
    const hosts = ['localhost', '127.0.0.1'].map((host) => syntax.str([keep('local-only', host)], rng))
    return { body: [syntax.local(name, syntax.list(hosts), 'text')] }
  },
  cors: ({ syntax, link, rng }) =>
    syntax.cors && {
      body: [
        syntax.cors(
          syntax.str(
            p`http://${keep('origin', rng.chance(0.8) ? 'localhost:5173' : `localhost:${link.peer.legacy}`)}`,
            rng,
          ),
        ),
      ],
    },
}

/** Between statements of a site. */
export function lines(some: readonly Pieces[], indent: string): Pieces {
  return joined(
    some.map((one) => [indent, ...one]),
    '\n',
  )
}
