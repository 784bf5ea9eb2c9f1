// Definitions of this platform, remembered where they did not change: parsing and checking 25 of them takes longer than all else
// that `ps` does.
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import type * as Load from '../catalog/load.ts'
import { remember } from '../catalog/remember.ts'
import type { PlatformPaths, PlatformSettings } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { Context } from './context.ts'
import { keptDefinitions } from './memory.ts'
import { diskReader } from './reader.ts'

/** Throws DEFINITION_INVALID. */
export function platformDefinitions(
  context: Context,
  paths: PlatformPaths,
): { settings: PlatformSettings; definitions: ServiceDefinition[] } {
  return remember({ reader: diskReader(paths.root), ...keptDefinitions(context, paths)('catalog') }, (reader) => {
    const { loadDefinitions, loadSettings } = parser()
    return { settings: loadSettings(reader), definitions: loadDefinitions(reader) }
  })
}

/** Reads `stack/<id>/service.yaml` as migration wrote it; undefined where there is none. */
export function migratedDefinitions(
  context: Context,
  paths: PlatformPaths,
): (service: string, file: string) => ServiceDefinition | undefined {
  let kept: ReturnType<typeof keptDefinitions> | undefined
  return (service, file) => {
    kept ??= keptDefinitions(context, paths)
    // `null`, because what is remembered must survive JSON.
    const definition = remember({ reader: diskReader(''), ...kept(`stack-${service}`) }, (reader) => {
      const text = reader.read(file)
      return text === undefined ? null : parser().parseDefinition(text, file)
    })
    return definition ?? undefined
  }
}

/** Required, not imported: it brings YAML and schemas along, a quarter of `ps`, and most commands find all of it remembered. */
function parser(): typeof Load {
  return createRequire(import.meta.url)(`../catalog/load${extname(import.meta.url)}`) as typeof Load
}
