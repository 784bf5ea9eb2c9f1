// Is this the tree the catalog was written for? Definitions say where a service lay and which ports it had on *its* legacy
// host. In somebody else's tree the same port is another program, and a target taken from there would be a wrong edit.
import { baseName } from '../../kit/path.ts'
import type { Registry } from '../rewrite/registry.ts'

/** Windows desktop gateways only: other ports of the list are ordinary ports elsewhere. */
const DESKTOP_PORTS = new Set([7496, 7497])

/** The registry as it holds for a tree with services in these folders: all of it, or no more than what is true anywhere. */
export function registryFor(registry: Registry, folders: readonly string[]): Registry {
  if (isOwnTree(registry, folders)) return registry
  const { hostPeers } = registry
  return {
    ...registry,
    services: new Map(),
    ports: new Map(),
    hostPeers: { ...hostPeers, ports: new Set([...hostPeers.ports].filter((port) => DESKTOP_PORTS.has(port))) },
  }
}

/** A definition's folder is there, or most folders carry names of the catalog. Definitions without a folder prove nothing. */
function isOwnTree(registry: Registry, folders: readonly string[]): boolean {
  const apps = [...registry.services.values()].filter((service) => service.kind === 'app')
  const placed = apps.flatMap((service) => (service.path === undefined ? [] : [service.path]))
  if (placed.length === 0) return true
  if (folders.some((folder) => placed.some((path) => folder === path || folder.endsWith(`/${path}`)))) return true
  const ids = new Set(apps.flatMap((service) => [service.id, service.path && baseName(service.path)]))
  const named = folders.filter((folder) => ids.has(baseName(folder)))
  return named.length >= 3 && named.length * 2 > folders.length
}
