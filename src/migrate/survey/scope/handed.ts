// Configuration beside a service that it is given: by an argument of its launcher, by the environment file a unit names, or
// because it looks for a `.env` in the folders above and reads what stands there.
import { folderOf } from '../../../kit/path.ts'
import { settingsOf } from '../settings.ts'
import type { Sources } from '../sources.ts'
import { below } from '../tree.ts'
import type { Unit } from '../units.ts'
import { at, upward } from './part.ts'

export function handedTo(
  unit: Unit,
  given: readonly string[],
  environment: readonly string[],
  sources: Sources,
): string[] {
  const outside = given.filter((file) => !below(file, unit.folder))
  return [...outside, ...environmentAbove(unit, environment, sources)]
}

function environmentAbove(unit: Unit, environment: readonly string[], sources: Sources): string[] {
  const file = upward(unit.folder)
    .map((folder) => at(folder, '.env'))
    .find((path) => sources.hasFile(path))
  if (file === undefined || folderOf(file) === unit.folder) return []
  const keys = settingsOf(sources, file).map(({ path }) => path.at(-1))
  return keys.some((key) => key !== undefined && environment.includes(key)) ? [file] : []
}
