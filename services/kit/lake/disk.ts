// The few disk operations a Delta table needs. Injected, so that a test can cut the power between any two of them.
import { mkdir, link as nodeLink, open, readdir, readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Disk {
  /** Makes a folder and its parents, and makes their names durable. */
  makeDir(path: string): Promise<void>
  /** Writes a new file and syncs its content; its name is durable only after `syncDir`. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** A second name for a file, whole or not at all. False: the name is taken. */
  link(from: string, to: string): Promise<boolean>
  remove(path: string): Promise<void>
  syncDir(path: string): Promise<void>
  /** Undefined: no such file. */
  read(path: string): Promise<Uint8Array | undefined>
  /** Names in a folder; empty when there is no such folder. */
  list(path: string): Promise<string[]>
}

export const localDisk: Disk = {
  async makeDir(path) {
    const first = await mkdir(path, { recursive: true })
    if (first === undefined) return
    const top = dirname(first)
    for (let folder = dirname(path); folder.length >= top.length; folder = dirname(folder)) {
      await syncDir(folder)
      if (folder === dirname(folder)) break
    }
  },
  async write(path, bytes) {
    const file = await open(path, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  },
  async link(from, to) {
    try {
      await nodeLink(from, to)
      return true
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    }
  },
  remove: (path) => unlink(path),
  syncDir,
  async read(path) {
    try {
      return await readFile(path)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
  },
  async list(path) {
    try {
      return await readdir(path)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    }
  },
}

async function syncDir(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
