// Addresses that are dialled: the rewrite's own findings, and servers that are dialled on ports of their own choice.
import type { EndpointFinding } from '../../../model/endpoint.ts'
import type { Registry, RegistryService } from '../../rewrite/registry.ts'
import { type InfraSighting, identityOf } from '../infra.ts'
import { type Claim, WORTH } from './claim.ts'
import { edgeKindOf, type Owner, ownerOf } from './tree.ts'

/** Tests, documents, own probes and origins are no dependency; what was asked has no target yet. */
export function dialled(findings: readonly EndpointFinding[], services: readonly Owner[], registry: Registry): Claim[] {
  return findings.flatMap((finding) => {
    const { role, action, target, file, line, alternatives, variable, text } = finding
    if (role !== 'peer' && role !== 'browser') return []
    if (target === undefined || !['edit', 'env', 'keep'].includes(action)) return []
    const from = services.some(({ id }) => id === finding.service) ? finding.service : ownerOf(file, services)
    if (from === undefined) return []
    const to = target.slice(0, target.lastIndexOf(':'))
    const confidence = alternatives.some((one) => /:\d+$/.test(one)) ? WORTH.ambiguousAddress : WORTH.address
    return [{ from, to, via: variable ?? text, kind: edgeKindOf(to, registry), file, line, confidence }]
  })
}

/** A scheme names the server even where nobody knows who listens on that port. */
export function dialledServers(
  sightings: readonly InfraSighting[],
  services: readonly Owner[],
  registry: Registry,
  catalog: ReadonlyMap<string, RegistryService>,
): Claim[] {
  const composed = sightings.filter((one) => one.named)
  return sightings.flatMap((one) => {
    const from = one.named ? undefined : ownerOf(one.file, services)
    if (from === undefined) return []
    const entry =
      registry.known.get(`localhost:${one.port}`) ?? registry.ports.get(one.port)?.find((known) => speaks(known, one))
    const to = entry?.service ?? identityOf(one, composed, catalog).id
    const confidence = entry ? WORTH.address : WORTH.unusualPort
    return [
      {
        from,
        to,
        via: `${one.kind.id} client`,
        kind: edgeKindOf(to, registry),
        file: one.file,
        line: one.line,
        confidence,
      },
    ]
  })
}

function speaks(entry: { schemes?: readonly string[] }, { kind }: InfraSighting): boolean {
  return entry.schemes === undefined || entry.schemes.some((scheme) => kind.schemes.includes(scheme))
}
