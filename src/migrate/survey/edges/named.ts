// Peers called by name: URLs in container form, discovery clients, gateway routes, generated stubs, reverse proxies.
import type { EdgeKind } from '../../../model/endpoint.ts'
import type { Registry } from '../../rewrite/registry.ts'
import { type Claim, WORTH } from './claim.ts'
import type { EdgeFile } from './tree.ts'
import { edgeKindOf, plainName } from './tree.ts'

/** `http://tariff:8080`, `redis://cache`, `lb://TARIFF`, also behind credentials and in lists. */
const URL_HOST =
  /\b([a-z][a-z0-9+.-]{1,20}):\/\/(?:[^\s/@"'`]{0,200}@)?([A-Za-z][\w-]{1,60})(?:\.[a-z0-9.-]+\.svc[\w.]*|\.(?:local|internal))?(?=[:/"'`\s,;)?]|$)/g
/** Names handed to discovery clients and routes. */
const DISCOVERY: readonly RegExp[] = [
  /@FeignClient\(\s*(?:(?:name|value|serviceId)\s*=\s*)?"([\w-]+)"/g,
  /\b(?:discoveryClient|loadBalancer(?:Client)?|loadBalancerClient)\.(?:getInstances|choose|reconstructURI)\(\s*"([\w-]+)"/gi,
  /\b(?:getInstancesByAppId|getInstancesByVipAddress|getNextServerFromEureka)\(\s*["']([\w-]+)["']/g,
  /\b(?:health|catalog|agent)\(?\)?\.service(?:\.nodes)?\(\s*["']([\w-]+)["']/gi,
  /\bServiceName["']?\s*[:=]\s*["']([\w-]+)["']/g,
  /\bserviceId["']?\s*[:=]\s*["']?([\w-]+)/g,
  /\b(?:AddHttpClient|CreateClient|GetRequiredService)\(\s*"([\w-]+)"/g,
]
const PROXY: readonly RegExp[] = [
  /^\s*(?:proxy_pass|grpc_pass|fastcgi_pass|uwsgi_pass)\s+(?:\w+:\/\/)?([\w-]+)/g,
  /\breverse_proxy\s+(?:\w+:\/\/)?([\w-]+)/g,
]

export function named(files: readonly EdgeFile[], names: ReadonlyMap<string, string>, registry: Registry): Claim[] {
  return files.flatMap(({ file, lines, owner }) => {
    if (owner === undefined) return []
    const claim = (to: string, via: string, kind: EdgeKind, line: number, confidence: number): Claim => ({
      from: owner,
      to,
      via,
      kind,
      file,
      line,
      confidence,
    })
    return lines.flatMap(({ text, number }) => {
      const urls = [...text.matchAll(URL_HOST)].flatMap(([whole, scheme, host]) => {
        const to = names.get(plainName(host!))
        if (to === undefined) return []
        const kind = scheme === 'lb' ? 'discovery' : edgeKindOf(to, registry)
        return [claim(to, whole, kind, number, scheme === 'lb' ? WORTH.route : WORTH.name)]
      })
      const found = DISCOVERY.flatMap((pattern) => matches(text, pattern, names)).map(({ to, via }) =>
        claim(to, via, 'discovery', number, WORTH.route),
      )
      const proxied = PROXY.flatMap((pattern) => matches(text, pattern, names)).map(({ to, via }) =>
        claim(to, via, 'upstream', number, WORTH.route),
      )
      const claims = [...urls, ...found, ...proxied]
      return claims.length > 0 && isNoDial(text) ? [] : claims
    })
  })
}

function matches(text: string, pattern: RegExp, names: ReadonlyMap<string, string>): { to: string; via: string }[] {
  return [...text.matchAll(pattern)].flatMap(([whole, name]) => {
    const to = names.get(plainName(name!))
    return to === undefined ? [] : [{ to, via: whole.trim() }]
  })
}

/** CORS lists, allowed hosts, log text: names of others, but nobody is dialled. */
function isNoDial(text: string): boolean {
  return /allow(ed)?[-_]?(origin|host)|cors|\b(log(ger)?|console|print(ln|f)?|logging)\b\s*[.(]/i.test(text)
}

const SERVES: readonly RegExp[] = [
  /\badd_(\w+)Servicer_to_server\(/g,
  /\bclass\s+\w+\s*\(\s*(?:\w+\.)?(\w+)Servicer\s*\)/g,
  /\bextends\s+(?:\w+\.)?(\w+?)(?:Grpc\.\w+)?ImplBase\b/g,
  /\bRegister(\w+)Server\(/g,
  /\bMapGrpcService<\s*(\w+)/g,
  /:\s*(\w+)\.\1Base\b/g,
  /\.addService\(\s*(?:\w+\.)*(\w+)\.service\b/g,
]
const CALLS: readonly RegExp[] = [
  /\b(?:\w+\.)?(\w+)Stub\(\s*\w/g,
  /\b(\w+)Grpc\.new(?:Blocking|Future|)Stub\(/g,
  /\bNew(\w+)Client\(\s*\w*[cC]onn/g,
  /\bnew\s+(?:\w+\.)*(\w+)\.\1Client\(/g,
  /\bAddGrpcClient<\s*(?:\w+\.)*(\w+?)Client\b/g,
]

/** A word of each pattern above: most lines hold none. */
const MAY_BE_STUB = /Servic|Server|Base\b|\.service\b|Stub|Client/

/** A generated stub leads to the service that implements it. */
export function stubbed(files: readonly EdgeFile[]): Claim[] {
  const servers = new Map<string, string>()
  for (const { name, owner } of stubNames(files, SERVES)) if (!servers.has(name)) servers.set(name, owner)
  return stubNames(files, CALLS).flatMap(({ name, owner, via, file, line }): Claim[] => {
    const to = servers.get(name)
    return to === undefined ? [] : [{ from: owner, to, via, kind: 'grpc', file, line, confidence: WORTH.stub }]
  })
}

function stubNames(
  files: readonly EdgeFile[],
  patterns: readonly RegExp[],
): { name: string; owner: string; via: string; file: string; line: number }[] {
  return files.flatMap(({ file, lines, owner }) =>
    owner === undefined
      ? []
      : lines.flatMap(({ text, number }) =>
          (MAY_BE_STUB.test(text) ? patterns : []).flatMap((pattern) =>
            [...text.matchAll(pattern)].map(([whole, name]) => ({
              name: name!.replace(/(Service|Impl)+$/, '').toLowerCase(),
              owner,
              via: whole.trim(),
              file,
              line: number,
            })),
          ),
        ),
  )
}
