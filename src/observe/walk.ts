// The one walk over a legacy tree. It opens nothing but folders, follows no link out of the root, and turns everything a
// file system can hold (pipes, sockets, loops, names nobody can type, locked folders) into an entry with a reason.
import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { TradeError } from '../model/errors.ts'
import { leftOutFolder } from '../model/left-out.ts'

export interface Walked {
  /** Relative to the walked folder, `/` as separator. */
  path: string
  size: number
  /** Permission bits. */
  mode: number
  /**
   * `generated`: a file all the same, in a folder nobody reads but the copy takes along; `left-out`: a folder of which
   * neither wants anything, in one entry; the rest are no files of the tree.
   */
  kind: 'file' | 'generated' | 'left-out' | 'outside' | 'special' | 'unreadable'
  /** For everything but files: why. */
  reason?: string
  /** For generated ones: the folder that makes them so. */
  folder?: string
}

/** Every file below `root/under`, and every thing that is none, sorted by path. Throws SOURCE_NOT_FOUND. */
export function walkTree(root: string, under = ''): Walked[] {
  const base = under === '' || under === '.' ? root : join(root, ...under.split('/'))
  const realRoot = realFolder(root, base)
  const found: Walked[] = []
  visit({ base, realRoot, found }, '', undefined)
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

interface Walk {
  base: string
  realRoot: string
  found: Walked[]
}

/** What holds for everything below a generated folder. */
interface Shade {
  reason: string
  folder: string
}

function visit(walk: Walk, prefix: string, shade: Shade | undefined): void {
  const entries = entriesOf(walk, prefix, (error) => {
    if (prefix === '') throw unreadable(walk.base, error)
    add(walk, prefix, 'unreadable', `cannot be read (${codeOf(error)})`)
  })
  const beside = entries.map(({ name }) => name)
  for (const entry of entries) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    if (UNTYPABLE.test(entry.name)) add(walk, path, 'special', NO_NAME)
    else if (entry.isDirectory()) visitFolder(walk, path, { name: entry.name, beside, shade })
    else if (entry.isFile() || entry.isSymbolicLink()) addFile(walk, path, entry.isSymbolicLink(), shade)
    else add(walk, path, 'special', 'neither file nor folder')
  }
}

// Control characters would reach terminals and reports; a name that is not UTF-8 cannot even be opened by its text.
const UNTYPABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/
const NO_NAME = 'its name holds control characters or is not UTF-8'

function visitFolder(
  walk: Walk,
  path: string,
  { name, beside, shade }: { name: string; beside: readonly string[]; shade: Shade | undefined },
): void {
  const inside = (): string[] => entriesOf(walk, path).map((entry) => entry.name)
  const found = leftOutFolder({ name, inside, beside })
  if (found?.isCopied === false) add(walk, path, 'left-out', found.reason)
  else visit(walk, path, shade ?? (found && { reason: found.reason, folder: path }))
}

/** A locked folder is told by whoever walks it; a look inside sees nothing there. */
function entriesOf({ base }: Walk, prefix: string, onError: (error: unknown) => void = () => {}): Dirent[] {
  try {
    const entries = readdirSync(join(base, prefix), { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    onError(error)
    return []
  }
}

function addFile(walk: Walk, path: string, isLink: boolean, shade: Shade | undefined): void {
  const full = join(walk.base, path)
  let status: Stats
  try {
    if (isLink && !staysInside(full, walk.realRoot)) {
      add(walk, path, 'outside', 'link out of the source')
      return
    }
    status = isLink ? statSync(full) : lstatSync(full)
  } catch (error) {
    add(walk, path, 'unreadable', `cannot be read (${codeOf(error)})`)
    return
  }
  const { size } = status
  const mode = status.mode & 0o777
  // A linked folder is seen where it really lies; following it twice could loop.
  if (status.isDirectory()) add(walk, path, 'outside', 'link to a folder of the source')
  else if (!status.isFile()) add(walk, path, 'special', 'neither file nor folder')
  else if (shade) walk.found.push({ path, size, mode, kind: 'generated', ...shade })
  else walk.found.push({ path, size, mode, kind: 'file' })
}

function add({ found }: Walk, path: string, kind: Walked['kind'], reason: string): void {
  found.push({ path: path.replaceAll(new RegExp(UNTYPABLE, 'g'), escaped), size: 0, mode: 0o644, kind, reason })
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function realFolder(root: string, base: string): string {
  let found = 'no such folder'
  try {
    if (statSync(base).isDirectory()) return realpathSync(root)
    found = 'a file'
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw unreadable(base, error)
  }
  throw new TradeError('SOURCE_NOT_FOUND', `${base}: ${found}, expected the folder of the legacy source`, {
    facts: { path: base },
    hints: ['trade2026 survey --source DIR'],
  })
}

/** Links to nowhere and links in a circle count as leaving the tree. */
function staysInside(link: string, realRoot: string): boolean {
  try {
    const real = realpathSync(link)
    return real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
  } catch {
    return false
  }
}

export function unreadable(path: string, error: unknown): TradeError {
  return new TradeError('FILE_UNREADABLE', `${path}: cannot be read: ${codeOf(error)}`, {
    facts: { path, code: codeOf(error) },
    hints: [`ls -ld ${path}`],
    cause: error,
  })
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException)?.code ?? String(error)
}
