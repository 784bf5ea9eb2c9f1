// The platform of this command: located, its definitions loaded and checked.
import { assembleCatalog } from '../catalog/assemble.ts'
import { nearest } from '../kit/nearest.ts'
import { TradeError } from '../model/errors.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Catalog, Platform } from '../model/platform.ts'
import type { Context } from './context.ts'
import { platformDefinitions } from './definitions.ts'
import { locatePlatform } from './locate.ts'

/** Throws PLATFORM_NOT_FOUND or DEFINITION_INVALID. */
export function loadPlatform(context: Context, explicit: string | undefined): Catalog {
  const located = locatePlatform({
    cwd: context.cwd,
    toolRoot: context.toolRoot,
    userState: context.userState,
    ...(explicit === undefined ? {} : { explicit }),
  })
  const { settings, definitions } = platformDefinitions(context, located.paths)
  const platform: Platform = {
    settings: { ...settings, local: { portOffset: portOffset(context) ?? settings.local.portOffset } },
    paths: located.paths,
    bundled: located.bundled,
    readOnly: located.readOnly,
  }
  return assembleCatalog(platform, definitions)
}

function portOffset({ env }: Context): number | undefined {
  const text = env.TRADE2026_PORT_OFFSET
  if (text === undefined || text === '') return undefined
  const offset = Number(text)
  if (Number.isInteger(offset) && offset >= 0 && offset <= 50_000) return offset
  throw new TradeError('USAGE', `TRADE2026_PORT_OFFSET: found ${text}, expected a whole number from 0 to 50000`)
}

/** The named services, or all; throws SERVICE_UNKNOWN with the nearest name. */
export function knownServices(catalog: Catalog, ids: readonly ServiceId[]): ServiceId[] {
  for (const id of ids) {
    if (catalog.services.has(id)) continue
    const near = nearest(id, catalog.services.keys())
    throw new TradeError('SERVICE_UNKNOWN', `${id}: not a service of ${catalog.platform.settings.name}`, {
      facts: { service: id, known: [...catalog.services.keys()] },
      hints: near === undefined ? ['trade2026 ps'] : [`did you mean ${near}?`],
    })
  }
  return [...ids]
}
