// A disk in memory that knows what is durable and what is only written, so that a test can cut the power at any byte.
import type { Disk, DiskFile } from '../../../services/oms/src/wal/disk.ts'

export interface Write {
  name: string
  offset: number
  bytes: Buffer
}

export interface MemoryDisk extends Disk {
  files: Map<string, Buffer>
  /** Writes since the last sync of their file, in order. */
  unsynced: Write[]
  /** The disk as it would be found after a power cut that let only the first `bytes` of the unsynced writes through. */
  cut(bytes: number): MemoryDisk
  /** Next calls fail. */
  failSync: Error | undefined
  failCreate: Error | undefined
  syncs: number
}

export function memoryDisk(durable: Map<string, Buffer> = new Map()): MemoryDisk {
  const files = new Map([...durable].map(([name, bytes]) => [name, Buffer.from(bytes)]))
  const shadow = new Map([...files].map(([name, bytes]) => [name, Buffer.from(bytes)]))
  const get = (name: string): Buffer => {
    const bytes = files.get(name)
    if (!bytes) throw new Error(`${name}: no such file`)
    return bytes
  }
  const disk: MemoryDisk = {
    files,
    unsynced: [],
    failSync: undefined,
    failCreate: undefined,
    syncs: 0,
    list: () => [...files.keys()].sort(),
    read: (name) => Buffer.from(get(name)),
    head: (name, bytes) => Buffer.from(get(name).subarray(0, bytes)),
    async create(name, size, head) {
      if (disk.failCreate) throw disk.failCreate
      const bytes = Buffer.alloc(size)
      head.copy(bytes)
      files.set(name, bytes)
      shadow.set(name, Buffer.from(bytes))
    },
    open: (name) => fileOf(disk, shadow, name, get(name)),
    remove(name) {
      files.delete(name)
      shadow.delete(name)
    },
    replace(name, content) {
      files.set(name, Buffer.from(content))
      shadow.set(name, Buffer.from(content))
    },
    modifiedMs: () => 0,
    cut(bytes) {
      const survived = new Map([...shadow].map(([name, content]) => [name, Buffer.from(content)]))
      let left = bytes
      for (const write of disk.unsynced) {
        const part = write.bytes.subarray(0, Math.max(0, left))
        const target = survived.get(write.name)
        if (target) part.copy(target, write.offset)
        left -= write.bytes.length
      }
      return memoryDisk(survived)
    },
  }
  return disk
}

function fileOf(disk: MemoryDisk, shadow: Map<string, Buffer>, name: string, content: Buffer): DiskFile {
  return {
    write(bytes, offset) {
      bytes.copy(content, offset)
      disk.unsynced.push({ name, offset, bytes: Buffer.from(bytes) })
    },
    sync() {
      disk.syncs += 1
      if (disk.failSync) throw disk.failSync
      shadow.set(name, Buffer.from(content))
      disk.unsynced = disk.unsynced.filter((write) => write.name !== name)
    },
    close() {},
  }
}
