// The file system as crash-safe code needs it: small synchronous calls, each of which a test can make the last one.
import {
  appendFileSync,
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { TradeError } from '../model/errors.ts'

export interface DiskEntry {
  kind: 'file' | 'folder' | 'other'
  /** Permission bits only. */
  mode: number
  size: number
}

export interface Disk {
  /** Undefined when there is no such file. */
  read(path: string): Uint8Array | undefined
  /** Undefined when there is nothing; links are not followed. */
  stat(path: string): DiskEntry | undefined
  /** Names in a folder, sorted; empty when it does not exist. */
  list(path: string): string[]
  /** Creates or replaces, readable by the owner only until `chmod`. */
  write(path: string, bytes: Uint8Array): void
  append(path: string, bytes: Uint8Array): void
  truncate(path: string, length: number): void
  /** fsync of a file or of a folder. */
  sync(path: string): void
  chmod(path: string, mode: number): void
  rename(from: string, to: string): void
  /** One level; the parent must exist. */
  makeFolder(path: string): void
  removeFile(path: string): void
  /** Only when empty. */
  removeFolder(path: string): void
}

const PERMISSIONS = 0o777
const FULL = new Set(['ENOSPC', 'EDQUOT'])

export const nodeDisk: Disk = {
  read: (path) => absentAs(undefined, path, () => readFileSync(path)),
  stat: (path) =>
    absentAs(undefined, path, () => {
      const found = lstatSync(path)
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
      return { kind, mode: found.mode & PERMISSIONS, size: found.size }
    }),
  list: (path) => absentAs([], path, () => readdirSync(path).sort()),
  write: (path, bytes) => named(path, () => writeFileSync(path, bytes, { mode: 0o600 })),
  append: (path, bytes) => named(path, () => appendFileSync(path, bytes, { mode: 0o600 })),
  truncate: (path, length) => named(path, () => truncateSync(path, length)),
  sync: (path) => named(path, () => withHandle(path, fsyncSync)),
  chmod: (path, mode) => named(path, () => chmodSync(path, mode)),
  rename: (from, to) => named(to, () => renameSync(from, to)),
  makeFolder: (path) => named(path, () => mkdirSync(path)),
  removeFile: (path) => named(path, () => rmSync(path, { force: true })),
  removeFolder: (path) => named(path, () => rmdirSync(path)),
}

/** Makes a folder and its missing parents, each of them durable before the next. */
export function ensureFolder(disk: Disk, path: string): void {
  if (disk.stat(path) !== undefined) return
  const parent = parentOf(path)
  ensureFolder(disk, parent)
  disk.makeFolder(path)
  disk.sync(parent)
}

/** Replaces a file so that a reader, or a crash, sees the old bytes or the new ones and nothing between. */
export function replaceFile(disk: Disk, path: string, temp: string, bytes: Uint8Array, mode: number): void {
  disk.write(temp, bytes)
  disk.sync(temp)
  disk.chmod(temp, mode)
  disk.rename(temp, path)
}

export function parentOf(path: string): string {
  const cut = path.lastIndexOf('/')
  return cut <= 0 ? '/' : path.slice(0, cut)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function withHandle(path: string, act: (handle: number) => void): void {
  const handle = openSync(path, 'r')
  try {
    act(handle)
  } finally {
    closeSync(handle)
  }
}

function absentAs<T>(absent: T, path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent
    throw diskError(path, error)
  }
}

function named<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw diskError(path, error)
  }
}

/** What a refused call of the file system is called for people. */
export function diskError(path: string, error: unknown): TradeError {
  const code = codeOf(error)
  const full = FULL.has(code)
  return new TradeError(full ? 'DISK_FULL' : 'FILE_UNREADABLE', `${path}: ${code || String(error)}`, {
    facts: { path, code },
    hints: [full ? `df -h ${parentOf(path)}` : `ls -ld ${parentOf(path)}`],
    cause: error,
  })
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException)?.code ?? ''
}
