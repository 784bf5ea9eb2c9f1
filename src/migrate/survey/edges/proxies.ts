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

export function proxyOf(file: string): string | undefined {
  return PROXIES.find(([pattern]) => pattern.test(file))?.[1]
}

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
