// A disk in memory that can be cut off: the call number `cutAt` fails before, in the middle of, or after its effect, as if
// the process had been killed there. Every later call fails too, since a dead process does nothing more.
import type { Disk, DiskEntry } from '../../src/journal/disk.ts'
import { diskError, nameOf, parentOf } from '../../src/journal/disk.ts'

export class Killed extends Error {}

export type Cut = { at: number; when: 'before' | 'middle' | 'after' }

/** One call that the system refuses, half done where it can be; the process lives on. */
export type Fault = { at: number; code: 'ENOSPC' | 'EIO' }

interface Node {
  kind: 'file' | 'folder'
  mode: number
  bytes: Uint8Array
}

export interface MemoryDisk extends Disk {
  /** Mutating calls so far. */
  calls(): number
  cut(cut: Cut | undefined): void
  fail(fault: Fault | undefined): void
  /** Everything on it as `path mode content`, for byte-identical comparisons. */
  dump(prefix: string): string[]
}

export function memoryDisk(folders: string[] = []): MemoryDisk {
  const nodes = new Map<string, Node>([['/', { kind: 'folder', mode: 0o755, bytes: new Uint8Array() }]])
  let count = 0
  let planned: Cut | undefined
  let isDead = false
  let refused: Fault | undefined

  const must = (path: string, kind: Node['kind']): Node => {
    const node = nodes.get(path)
    if (node?.kind !== kind) throw new Error(`${path}: no such ${kind}`)
    return node
  }
  const put = (path: string, node: Node): void => {
    must(parentOf(path), 'folder')
    nodes.set(path, node)
  }
  const alive = (): void => {
    if (isDead) throw new Killed()
  }
  const mutate = (act: () => void, half: () => void = () => {}): void => {
    alive()
    count++
    if (refused !== undefined && count === refused.at) {
      half()
      throw diskError('/disk', Object.assign(new Error(refused.code), { code: refused.code }))
    }
    const isCut = planned !== undefined && count === planned.at
    if (!isCut) {
      act()
      return
    }
    isDead = true
    if (planned?.when === 'middle') half()
    if (planned?.when === 'after') act()
    throw new Killed()
  }
  const file = (bytes: Uint8Array, mode = 0o600): Node => ({ kind: 'file', mode, bytes: Uint8Array.from(bytes) })

  const disk: MemoryDisk = {
    calls: () => count,
    cut(cut) {
      planned = cut
      count = 0
      isDead = false
    },
    fail(fault) {
      refused = fault
      count = 0
    },
    dump: (prefix) =>
      [...nodes]
        .filter(([path]) => path.startsWith(prefix))
        .map(
          ([path, node]) =>
            `${path} ${node.mode.toString(8)} ${node.kind === 'folder' ? '/' : Buffer.from(node.bytes)}`,
        )
        .sort(),
    read(path) {
      alive()
      const node = nodes.get(path)
      return node?.kind === 'file' ? Uint8Array.from(node.bytes) : undefined
    },
    stat(path): DiskEntry | undefined {
      alive()
      const node = nodes.get(path)
      return node && { kind: node.kind, mode: node.mode, size: node.bytes.length }
    },
    list(path) {
      alive()
      return [...nodes.keys()]
        .filter((other) => other !== '/' && parentOf(other) === path)
        .map(nameOf)
        .sort()
    },
    write: (path, bytes) =>
      mutate(
        () => put(path, file(bytes)),
        () => put(path, file(bytes.subarray(0, bytes.length / 2))),
      ),
    append(path, bytes) {
      const old = nodes.get(path)?.bytes ?? new Uint8Array()
      const grown = (extra: Uint8Array): void => put(path, file(Buffer.concat([old, extra])))
      mutate(
        () => grown(bytes),
        () => grown(bytes.subarray(0, bytes.length / 2)),
      )
    },
    truncate: (path, length) => mutate(() => put(path, file(must(path, 'file').bytes.subarray(0, length)))),
    sync: (path) =>
      mutate(() => {
        if (!nodes.has(path)) throw new Error(`${path}: nothing to sync`)
      }),
    chmod: (path, mode) => mutate(() => put(path, { ...must(path, 'file'), mode })),
    rename: (from, to) =>
      mutate(() => {
        put(to, must(from, 'file'))
        nodes.delete(from)
      }),
    makeFolder: (path) =>
      mutate(() => {
        if (nodes.has(path)) throw new Error(`${path}: exists`)
        put(path, { kind: 'folder', mode: 0o755, bytes: new Uint8Array() })
      }),
    removeFile: (path) =>
      mutate(() => {
        nodes.delete(path)
      }),
    removeFolder: (path) =>
      mutate(() => {
        if (disk.list(path).length > 0) throw new Error(`${path}: not empty`)
        nodes.delete(path)
      }),
  }
  for (const folder of folders) disk.makeFolder(folder)
  return disk
}
