// Who speaks of which port: numbers that stand in a service's own files. A listener on loopback that no other service
// speaks of is private to its machine, and opening it to a network would be a hole, not a migration.
import { isProbeFile, isTestFile, languageOf } from '../rewrite/language.ts'
import type { Sources } from './sources.ts'
import { below } from './tree.ts'

/** Port → ids of the services whose files hold the number; files outside all services count for `shared`. */
export function portMentions(
  services: readonly { id: string; path: string; nested: readonly string[] }[],
  sources: Sources,
): Map<number, Set<string>> {
  const mentions = new Map<number, Set<string>>()
  for (const file of sources.list) {
    if (!speaks(file)) continue
    const owner = services.find(({ path, nested }) => below(file, path) && !nested.some((inner) => below(file, inner)))
    for (const [digits] of (sources.text(file) ?? '').matchAll(/(?<![\w.])\d{4,5}(?![\w.])/g)) {
      const port = Number(digits)
      if (port < 1024 || port > 65_535) continue
      const known = mentions.get(port)
      if (known) known.add(owner?.id ?? 'shared')
      else mentions.set(port, new Set([owner?.id ?? 'shared']))
    }
  }
  return mentions
}

/** Documents, tests and launchers name a port without dialling it. */
function speaks(file: string): boolean {
  return !isTestFile(file) && !isProbeFile(file) && !/^(document|launcher|other|systemd)$/.test(languageOf(file))
}
