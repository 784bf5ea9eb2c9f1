// `Addrs: []string{":7100"}`: where a client is told an address without a host, the empty host is this machine (Go's net.Dial).
import { portPart } from './address.ts'
import { clientOf } from './calls.ts'
import type { Draft } from './decision.ts'
import { isTestFile } from './language.ts'
import { type FileModel, words } from './model.ts'
import { portValue } from './port-part.ts'
import type { Registry, Target } from './registry.ts'
import { resolveTarget, show } from './target.ts'

export interface BarePeers {
  model: FileModel
  file: string
  service: string
  own: ReadonlyMap<number, Target>
  registry: Registry
}

/** Edits that give such an address the host it means; the service's own ports are where it listens, not whom it dials. */
export function barePeers({ model, file, service, own, registry }: BarePeers): Draft[] {
  if (isTestFile(file) || model.language !== 'go') return []
  return model.numbers().flatMap((site): Draft[] => {
    const port = portValue(site)
    const { call, path } = site.context
    const client = call && clientOf(call.name)
    if (site.literal === undefined || port === undefined || own.has(port) || client === undefined) return []
    if (!/^(addr|addrs|address|addresses|endpoint|endpoints|hosts)$/.test(words(path.at(-1) ?? '').at(-1) ?? ''))
      return []
    const found = resolveTarget('localhost', port, { names: [...path, call!.name], self: service }, registry)
    if (found.kind !== 'target') return []
    const { target, evidence, alternatives } = found
    const parts = [{ kind: 'host' as const, service: target.service }, ':', portPart(target)]
    const reason = `${client} dials it; without a host it is this machine`
    const { start, end } = site.literal
    return [
      {
        start,
        end,
        action: 'edit',
        replacement: { start, end, parts },
        reason,
        evidence,
        alternatives,
        target: show(target),
      },
    ]
  })
}
