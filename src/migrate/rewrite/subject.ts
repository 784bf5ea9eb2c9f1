// One hit with everything the rules may ask about it.
import type { Hit } from './hits.ts'
import type { Place } from './join.ts'
import { type Context, type FileModel, type Site, words } from './model.ts'
import type { PortPart } from './port-part.ts'
import type { Registry, RegistryService, Target } from './registry.ts'
import type { Resolution } from './target.ts'

export interface Subject {
  /** Whom the place speaks of: usually the service whose file it is. */
  service: RegistryService
  /** The service whose file it is: who is asked. */
  home: string
  /** Legacy ports the service itself listened on. */
  own: ReadonlyMap<number, Target>
  file: string
  text: string
  hit: Hit
  site: Site
  model: FileModel
  /** The literal's own context first, then those of the constant it defines. */
  contexts: Context[]
  /** Where the value ends up, when the constant is used in several places. */
  places: Place[]
  scheme?: string
  port?: PortPart
  morePorts?: PortPart[]
  /** A port is there, but computed. */
  computed?: boolean
  /** Who listens there, as far as port and names tell. */
  resolution?: Resolution
  /** The service a file of no service starts there: a unit, a Procfile, a pm2 file. */
  starts?: Target
  registry: Registry
  /** The file ends up in the browser. */
  browser?: boolean
  /** Reason why the file is not ours to edit. */
  generated?: string
}

/** Names around the value, outermost first. */
export function namesOf(subject: Subject): string[] {
  const own = subject.contexts[0]!
  const called = own.call === undefined ? [] : [own.call.name]
  return [
    ...called,
    ...subject.contexts.slice(1).flatMap((context) => context.path),
    ...own.path,
    ...(own.env === undefined ? [] : [own.env]),
  ]
}

/** Words of the key path only (not of calls): what a configuration says. */
export function keyWords(subject: Subject): string[] {
  const own = subject.contexts[0]!
  return [...own.path, ...(own.env === undefined ? [] : [own.env])].flatMap(words)
}

/** True of the literal itself, or of all uses of the constant it defines. */
export function everyUse(subject: Subject, test: (context: Context) => boolean): boolean {
  const [own, ...others] = subject.contexts
  return test(own!) || (others.length > 0 && others.every(test))
}

/** Text of the literal before the hit. */
export function textBefore(subject: Subject): string {
  return subject.text.slice(subject.site.start, subject.hit.start)
}

/** The service once listened there; another service may have, too. */
export function mayBeOwnPort(subject: Subject): boolean {
  return subject.port !== undefined && subject.own.has(subject.port.value)
}

/** Port and names together say that it is the service itself. */
export function isOwnPort(subject: Subject): boolean {
  const { resolution } = subject
  return mayBeOwnPort(subject) && resolution?.kind === 'target' && resolution.target.service === subject.service.id
}
