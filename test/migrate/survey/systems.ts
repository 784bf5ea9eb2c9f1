// Finds the services of small invented systems given as files, for the tests of discovery.

import type { Registry } from '../../../src/migrate/rewrite/registry.ts'
import { discover, type FoundService } from '../../../src/migrate/survey/discover.ts'
import { grammars, memoryFiles } from '../../support/rewrite.ts'

export const NOBODY: Registry = {
  services: new Map(),
  ports: new Map(),
  known: new Map(),
  renames: new Map(),
  hostPeers: { ports: new Set(), words: new Set() },
  legacyRoots: new Set(),
}

export async function servicesOf(
  files: Record<string, string>,
  endpoints?: Record<string, string>,
): Promise<FoundService[]> {
  const { services } = await discover({
    files: memoryFiles(files),
    registry: NOBODY,
    grammars,
    ...(endpoints ? { endpoints } : {}),
  })
  return services
}

/** `id path language main,other role…` of each service. */
export async function lines(files: Record<string, string>, endpoints?: Record<string, string>): Promise<string[]> {
  return (await servicesOf(files, endpoints)).map(({ id, path, language, portDetails }) =>
    [
      id,
      path === '' ? '.' : path,
      language,
      ...portDetails.map(({ port, role, rank }) => `${port}${role === 'main' ? '' : ` ${role}`} r${rank}`),
    ].join(' | '),
  )
}
