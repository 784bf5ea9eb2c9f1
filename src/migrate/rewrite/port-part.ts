// The port of an address, where it stands apart from the host.
import type { FileModel, Site } from './model.ts'

export type PortPart =
  /** Digits in the same literal, or in the text behind a reference. */
  | { kind: 'digits'; start: number; end: number; value: number; file?: string }
  /** A literal of its own. */
  | { kind: 'literal'; site: Site; value: number; name?: string; reference?: { start: number; end: number } }
  /** Nobody wrote it: the scheme's or the client's default. */
  | { kind: 'implied'; value: number; why: string }

export function constantPort(name: string, model: FileModel): Extract<PortPart, { kind: 'literal' }> | undefined {
  const definitions = model.definitions(name)
  // `PORTS.manifest` with `const PORTS = { manifest: 7320 }`: the only value of that name.
  const found = definitions.length > 0 ? definitions : model.numbers().filter((site) => isMember(site, name))
  const value = found.length === 1 ? portValue(found[0]!) : undefined
  return value === undefined ? undefined : { kind: 'literal', site: found[0]!, value, name }
}

export function portValue(site: Site): number | undefined {
  // `6_105` is 6105 in most languages.
  const raw = site.form === 'number' ? site.raw.replaceAll('_', '') : site.raw
  const value = /^\d{2,5}$/.test(raw) ? Number(raw) : Number.NaN
  return value > 0 && value <= 65_535 ? value : undefined
}

function isMember({ context }: Site, name: string): boolean {
  return context.call === undefined && context.path.length > 1 && context.path.at(-1) === name
}
