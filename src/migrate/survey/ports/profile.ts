// Which settings hold: the active profile of Spring and its kin, and the environment of ASP.NET. Settings of other profiles
// are another installation's.
import { baseName } from '../../../kit/path.ts'
import type { Located } from '../launch/locate.ts'
import type { Setting } from '../settings.ts'

/** Settings that are active, strongest first. */
export function activeSettings(settings: readonly Setting[], launches: readonly Located[]): Setting[] {
  const profiles = profilesOf(settings, launches)
  const scored = settings.flatMap((one) => {
    const own = profileOf(one, settings)
    if (own === undefined) return [{ one, score: 0 }]
    const index = profiles.indexOf(own)
    return index < 0 ? [] : [{ one, score: index + 1 }]
  })
  return scored.sort((a, b) => b.score - a.score).map(({ one }) => one)
}

function profilesOf(settings: readonly Setting[], launches: readonly Located[]): string[] {
  for (const { launch, command } of launches) {
    const { environment } = launch
    const told =
      environment.SPRING_PROFILES_ACTIVE ??
      environment.MICRONAUT_ENVIRONMENTS ??
      environment.QUARKUS_PROFILE ??
      environment.ASPNETCORE_ENVIRONMENT ??
      environment.DOTNET_ENVIRONMENT ??
      command?.words
        .map((word) => /^(?:-D|--)(?:spring\.profiles\.active|quarkus\.profile|environment)=(.+)$/.exec(word)?.[1])
        .find((one) => one !== undefined)
    if (told !== undefined) return lower(told)
  }
  const active = settings.find(
    (one) => one.path.join('.') === 'spring.profiles.active' && profileOf(one, settings) === undefined,
  )
  if (active) return lower(active.value.replace(/^\$\{[^:}]*:?([^}]*)\}$/, '$1'))
  const isAspNet = settings.some(({ file }) => /(^|\/)appsettings\.json$/.test(file))
  return isAspNet ? ['production'] : ['default']
}

function lower(text: string): string[] {
  return text.split(',').map((one) => one.trim().toLowerCase())
}

function profileOf(one: Setting, settings: readonly Setting[]): string | undefined {
  const name = baseName(one.file)
  const named = /^(?:application|bootstrap)-([\w]+)\.\w+$/.exec(name) ?? /^appsettings\.(\w+)\.json$/.exec(name)
  if (named) return named[1]!.toLowerCase()
  if (!/^(application|bootstrap)\.ya?ml$/.test(name)) return undefined
  const marker = settings.find(
    (other) =>
      other.file === one.file &&
      other.document === one.document &&
      /^spring\.(config\.activate\.on-profile|profiles)$/.test(other.path.filter((key) => key !== '-').join('.')),
  )
  return marker?.value.toLowerCase()
}
