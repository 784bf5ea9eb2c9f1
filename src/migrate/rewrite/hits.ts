// What counts as a trace of the old host in raw text: loopback names, Windows paths, names of the legacy system.
// The same scan starts the survey and ends it (the leftover audit), so that nothing can be missed by one and not the other.
import { constantsIn } from './constants.ts'

export type HitKind = 'host' | 'path' | 'name' | 'foreign'

/** A raw occurrence; for hosts with `:port` right behind, `portStart`/`port` say so. */
export interface Hit {
  kind: HitKind
  start: number
  end: number
  text: string
  port?: { start: number; end: number; value: number }
}

export interface ScanOptions {
  /** Words of the legacy system that get a new one, e.g. `trader2025` → `trader2026`. */
  names: readonly string[]
}

// Longest first. A letter, digit, `_`, `-` or `.` before or after makes it part of another word (`mylocalhost`, `localhost_re`).
const HOST =
  /(?<![\w.-])(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|host\.docker\.internal|%COMPUTERNAME%)(?![\w-]|\.\w)|\[::1?\]|(?<![\w:.[])::1(?![\w:.])/gi
// `\:` is a colon of .properties files.
const PORT = /^\\?:(\d{1,5})(?!\w|\.\d)/
// Drive (`C:\`, `C:\\`, `C:/`), share (`\\host\share`) and `%VAR%\`. What follows decides in paths.ts.
const DRIVE = /(?<![A-Za-z0-9_\\])[A-Za-z]:(?:\\{1,2}|\/(?!\/))(?=[\w%$~{}. -]|$|["'`])/g
const SHARE = /(?<=["'`=\s(]|^)(?:\\\\\\\\|\\\\)(?=[A-Za-z0-9_.-]+\\{1,2}[A-Za-z0-9_$.-])/gm
const VARIABLE = /%[A-Z][A-Z0-9_()]*%(?=[\\/])/g
// A machine of somebody's office: private address or bare upper-case name in a URL with a port.
const FOREIGN =
  /(?<=:\/\/(?:[^\s/@"'`]*@)?)(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|[A-Z][A-Z0-9]*-[A-Z0-9-]*[A-Z0-9])(?=:\d)/g

/** Cheap test on bytes: false means no file of this content can hold a hit (migration.md 15: prefilter by bytes). */
export function mayHit(text: string, options: ScanOptions): boolean {
  QUICK.lastIndex = 0
  if (QUICK.test(text)) return true
  const lower = text.toLowerCase()
  return options.names.some((name) => lower.includes(name.toLowerCase()))
}
const QUICK =
  /localhost|127\.\d|::1|\[::\]|0\.0\.0\.0|host\.docker\.internal|Default(?:Nats)?URL|DEFAULT_URL|Loopback|127, ?0, ?0, ?1|[A-Za-z]:[\\/](?!\/)|\\\\[\w.-]|%[A-Z][A-Z0-9_()]*%|:\/\/\S*(?:\d+\.\d+\.\d+\.\d+|[A-Z]+-)/i

/** All hits, in order, none overlapping. */
export function scan(text: string, options: ScanOptions): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(HOST)) hits.push(withPort(text, 'host', match.index, match[0]))
  for (const match of text.matchAll(FOREIGN)) hits.push(withPort(text, 'foreign', match.index, match[0]))
  for (const match of constantsIn(text)) hits.push(withPort(text, 'host', match.index, match[0]))
  for (const pattern of [DRIVE, SHARE, VARIABLE]) {
    for (const match of text.matchAll(pattern)) {
      hits.push({ kind: 'path', start: match.index, end: match.index + match[0].length, text: match[0] })
    }
  }
  for (const name of options.names) {
    const pattern = new RegExp(`(?<![A-Za-z0-9])${name.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9])`, 'g')
    for (const match of text.matchAll(pattern)) {
      hits.push({ kind: 'name', start: match.index, end: match.index + match[0].length, text: match[0] })
    }
  }
  return withoutOverlap(hits)
}

function withPort(text: string, kind: HitKind, start: number, found: string): Hit {
  const end = start + found.length
  const port = PORT.exec(text.slice(end, end + 9))
  if (!port || Number(port[1]) > 65_535) return { kind, start, end, text: found }
  const portEnd = end + port[0].length
  return {
    kind,
    start,
    end: portEnd,
    text: text.slice(start, portEnd),
    port: { start: portEnd - port[1]!.length, end: portEnd, value: Number(port[1]) },
  }
}

function withoutOverlap(hits: Hit[]): Hit[] {
  const kept: Hit[] = []
  for (const hit of hits.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (hit.start >= (kept.at(-1)?.end ?? 0)) kept.push(hit)
  }
  return kept
}
