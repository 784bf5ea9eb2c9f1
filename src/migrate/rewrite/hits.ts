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

// Longest first. A letter, digit, `_`, `-` or `.` before or after makes it part of another word (`mylocalhost`, `localhost_re`),
// unless it is the dash of a default (`${H:-localhost}`) or of a flag (`-hlocalhost`), or ends an escape (`\nlocalhost`, `%2Flocalhost`). The beginning alone
// (`startsWith("127.")`) counts, too.
const HOST =
  /(?:(?<![\w.-])|(?<=:-|\$\{\w+-|[\s"']-[A-Za-z]|(?<!\\)\\(?:[nrtfv]|u[\da-f]{4}|x[\da-f]{2})|%[\da-f]{2}))(?:localhost(?:\.localdomain)?|ip6-(?:localhost|loopback)|127(?:\.\d{1,3}){3}|127\.(?=["'`])|0\.0\.0\.0|host\.docker\.internal|%COMPUTERNAME%)(?![\w-]|\.\w)|\[(?:::1?|(?:0:){7}1|::ffff:127(?:\.\d{1,3}){3})\]|(?<![\w:.[])(?:::1|(?:0:){7}1)(?![\w:.])/gi
// `127\.0\.0\.1`, `127\.\d+\.\d+\.\d+`: an address in a pattern.
const PATTERN = /(?<![\w.-])127(?:\\{1,2}\.(?:\d{1,3}|\\{1,2}d(?:[+*]|\{[\d,]+\})?)){3}/g
// SQL Server's own word for this machine.
const LOCAL = /(?<=(?:Data Source|Server)\s{0,3}=\s{0,3})\((?:local|localdb)\)/gi
// `\:` is a colon of .properties files.
const PORT = /^\\?:(\d{1,5})(?!\w|\.\d)/
// Drive (`C:\`, `C:\\`, `C:/`), share (`\\host\share`) and `%VAR%\`. What follows decides in paths.ts.
const DRIVE = /(?<![A-Za-z0-9_\\])[A-Za-z]\\?:(?:\\{1,2}|\/(?!\/))(?=[\w%$~{}. -]|$|["'`])/g
const SHARE = /(?<=["'`=\s(]|^)(?:\\\\\\\\|\\\\)(?=[A-Za-z0-9_.-]+\\{1,2}[A-Za-z0-9_$.-])/gm
const VARIABLE = /%[A-Z][A-Z0-9_()]*%(?=[\\/])/g
// The same drives as Git's shell and WSL write them: `/c/Users/…`, `/mnt/c/…`.
const MOUNTED = /(?<![\w./:-])\/(?:mnt\/[a-z]\/(?=\w)|[a-z]\/(?=[A-Z][\w-]*(?:\/|["'`\s]|$)))/g
// A machine of somebody's office: a private address, or a bare upper-case name with a port. No networks, no versions.
const FOREIGN =
  /(?<![\w.-]|ersion\W{1,4})(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\w-]|\.\w|\/\d)|(?<=:\/\/(?:[^\s/@"'`]*@)?|["'=]|^)(?!(?:ISO|UTF|RFC|DIN|EN|IEC|CVE|SHA)-)[A-Z][A-Z0-9]*-[A-Z0-9-]*[A-Z0-9](?=:\d{2,5}(?!\w))/gm

/** Cheap test on bytes: false means no file of this content can hold a hit (migration.md 15: prefilter by bytes). */
export function mayHit(text: string, options: ScanOptions): boolean {
  QUICK.lastIndex = 0
  if (QUICK.test(text)) return true
  const lower = text.toLowerCase()
  return options.names.some((name) => lower.includes(name.toLowerCase()))
}
// No alternative may begin inside a run that another beginning has already crossed: one letter a million times would take minutes.
const QUICK =
  /localhost|ip6-loopback|127\\{0,2}\.|0:0:0:1|\(local(?:db)?\)|::1|\[::\]|0\.0\.0\.0|host\.docker\.internal|Default(?:Nats)?URL|DEFAULT_URL|Loopback|127, ?0, ?0, ?1|[A-Za-z]\\?:[\\/](?!\/)|\\\\[\w.-]|\/[a-z]\/\w|%[A-Z][A-Z0-9_()]*%|(?:10|192|172)\.\d+\.\d+\.\d+|(?<![A-Z0-9-])[A-Z][A-Z0-9]*-[A-Z0-9-]*:\d\d/i

/** All hits, in order, none overlapping. */
export function scan(text: string, options: ScanOptions): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(HOST)) hits.push(withPort(text, 'host', match.index, match[0]))
  for (const match of text.matchAll(FOREIGN)) hits.push(withPort(text, 'foreign', match.index, match[0]))
  for (const match of constantsIn(text)) hits.push(withPort(text, 'host', match.index, match[0]))
  for (const match of text.matchAll(LOCAL)) hits.push(withPort(text, 'host', match.index, match[0]))
  for (const match of text.matchAll(PATTERN))
    hits.push({ kind: 'host', start: match.index, end: match.index + match[0].length, text: match[0] })
  for (const pattern of [DRIVE, SHARE, VARIABLE, MOUNTED]) {
    for (const match of text.matchAll(pattern)) {
      hits.push({ kind: 'path', start: match.index, end: match.index + match[0].length, text: match[0] })
    }
  }
  for (const name of options.names) {
    const pattern = new RegExp(`(?<![A-Za-z0-9])${RegExp.escape(name)}(?![A-Za-z0-9])`, 'g')
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
