// Reverse proxies that belong to no service of the tree: what they pass on to is what they need.
import type { Registry } from '../../rewrite/registry.ts'
import { type Claim, WORTH } from './claim.ts'
import type { EdgeFile } from './tree.ts'

const PROXIES: readonly [RegExp, string][] = [
  [/(^|\/)(nginx|sites-(available|enabled)|conf\.d)\/|nginx[\w.-]*\.conf$/i, 'nginx'],
  [/haproxy[\w.-]*\.cfg$/i, 'haproxy'],
  [/(^|\/)Caddyfile[\w.-]*$/i, 'caddy'],
  [/traefik[\w./-]*\.(ya?ml|toml)$/i, 'traefik'],
  [/envoy[\w./-]*\.ya?ml$/i, 'envoy'],
]
const PASSES =
  /\b(?:proxy_pass|grpc_pass|fastcgi_pass|uwsgi_pass|server|reverse_proxy|url:|to)\b.*?\b(?:localhost|127(?:\.\d+){3}|\[::1\]):(\d{2,5})\b/gi

/** The folder that holds its settings names it, unless that says no more than the product does. */
export function proxyOf(file: string): string | undefined {
  const product = PROXIES.find(([pattern]) => pattern.test(file))?.[1]
  if (product === undefined) return undefined
  const folders = file.toLowerCase().split('/').slice(0, -1).reverse()
  const own = folders.find((folder) => !/^(sites-\w+|conf(ig|\.d)?|settings|snippets|etc|files)$/.test(folder))
  return own === undefined || NO_NAME.test(own) ? product : own.replaceAll(/[^a-z0-9]+/g, '-')
}
const NO_NAME =
  /^(nginx|haproxy|caddy|traefik|envoy|deploy(ment)?s?|infra(structure)?|ops|docker|server|proxy|src|web|www|tools|ansible|linux|windows|host|setup)$/

export function proxied(files: readonly EdgeFile[], registry: Registry): Claim[] {
  return files.flatMap(({ file, lines, owner }) => {
    const from = owner ?? proxyOf(file)
    if (from === undefined || proxyOf(file) === undefined) return []
    return lines.flatMap(({ text, number }) =>
      [...text.matchAll(PASSES)].flatMap(([whole, port]): Claim[] => {
        const target = registry.known.get(`localhost:${port}`) ?? onlyOne(registry.ports.get(Number(port)))
        if (target === undefined) return []
        return [
          {
            from,
            to: target.service,
            via: whole.trim(),
            kind: 'upstream',
            file,
            line: number,
            confidence: WORTH.route,
          },
        ]
      }),
    )
  })
}

function onlyOne<T>(list: readonly T[] | undefined): T | undefined {
  return list?.length === 1 ? list[0] : undefined
}
