// Setters and builders: `x.setHost(h)` and `.host(h)` give a property its value, as `x.host = h` does elsewhere.
import { words } from '../model.ts'

const PROPERTY = new Set(
  'host hostname addr address server servers ip port url uri urls uris endpoint endpoints dsn origin origins'.split(
    ' ',
  ),
)

/** Property a method of one argument sets: `setHost` → `host`, `withPort` → `port`, `WithDbUrl` → `DbUrl`. */
export function propertyOf(method: string): string | undefined {
  const name = method.replace(/^(set|with|add|use)(?=[A-Z])/i, '')
  const plain = words(name)
  const last = plain.at(-1) === 'name' ? plain.at(-2) : plain.at(-1)
  if (last === undefined || !PROPERTY.has(last)) return undefined
  return name === method ? name : name.charAt(0).toLowerCase() + name.slice(1)
}

/** Environment variable a dotted property is read from, as Spring, Micronaut and MicroProfile do it: `tariff.base-url` → `TARIFF_BASEURL`. */
export function variableOfProperty(property: string): string {
  return property
    .replaceAll('-', '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replace(/_$/, '')
    .toUpperCase()
}

/** The variable that overrides a literal which is nothing but a placeholder with a default. */
export function variableOfPlaceholder(raw: string): { variable: string } | undefined {
  const found = placeholderDefault(raw)
  return found && { variable: variableOfProperty(found.property) }
}

/** `${tariff.url:http://…}`: where the default of a placeholder lies in a literal that is nothing else. */
export function placeholderDefault(raw: string): { property: string; start: number; end: number } | undefined {
  const match = /^\\?\$\{([A-Za-z][\w.-]*):(.*)\}$/s.exec(raw)
  if (match === null || match[2]!.includes('${')) return undefined
  const start = raw.length - 1 - match[2]!.length
  return { property: match[1]!, start, end: raw.length - 1 }
}
