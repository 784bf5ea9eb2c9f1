// In whose name a file of the tree is reported and asked about: the service whose folder it lies in, or `shared`.
import type { FoundService } from './discover.ts'
import { below } from './tree.ts'

/** What belongs to no service alone: libraries, manifests of several, documents, launchers at the top. */
export const SHARED = 'shared'

export function ownerAmong(services: readonly FoundService[], file: string): string {
  return services.find((service) => isOf(service, file))?.id ?? SHARED
}

export function isOf({ path, nested }: FoundService, file: string): boolean {
  return below(file, path) && !nested.some((inner) => below(file, inner))
}
