// The real disk. Syncs inside the event loop where the disk is fast (a trip through the thread pool costs more than the
// sync itself), beside it where it is slow, so that one slow sync does not stop every answer (services.md 9.1, 10.1).
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#kit/clock'
import type { Disk, DiskFile } from './disk.ts'

const FAST_SYNC_MS = 1
const PROBES = 21
const FILL_CHUNK = 1024 * 1024

export interface NodeDisk extends Disk {
  /** Median of the start-up probe, and what it led to. */
  readonly syncProbe: { p50Ms: number; mode: 'inline' | 'pool' }
}

export function nodeDisk(folder: string, clock: Clock): NodeDisk {
  mkdirSync(folder, { recursive: true })
  const p50Ms = medianSyncMs(join(folder, 'probe.tmp'), clock)
  const mode = p50Ms < FAST_SYNC_MS ? 'inline' : 'pool'
  const path = (name: string) => join(folder, name)
  return {
    syncProbe: { p50Ms, mode },
    list: () => readdirSync(folder).sort(),
    read: (name) => readFileSync(path(name)),
    head(name, bytes) {
      const file = openSync(path(name), 'r')
      try {
        const buffer = Buffer.alloc(bytes)
        return buffer.subarray(0, readSync(file, buffer, 0, bytes, 0))
      } finally {
        closeSync(file)
      }
    },
    async create(name, size, head) {
      await fillWithZeros(path(name), size, head)
      syncFolder(folder)
    },
    open: (name) => fileAt(path(name), mode),
    remove: (name) => unlinkSync(path(name)),
    replace(name, content) {
      const next = path(`${name}.next`)
      const file = openSync(next, 'w')
      writeSync(file, content)
      fsyncSync(file)
      closeSync(file)
      renameSync(next, path(name))
      syncFolder(folder)
    },
    modifiedMs: (name) => statSync(path(name)).mtimeMs,
  }
}

function fileAt(path: string, mode: 'inline' | 'pool'): DiskFile {
  const file = openSync(path, 'r+')
  return {
    write(bytes, offset) {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, offset + done)
    },
    sync() {
      if (mode === 'inline') return fdatasyncSync(file)
      return new Promise((resolve, reject) => fdatasync(file, (error) => (error ? reject(error) : resolve())))
    },
    close: () => closeSync(file),
  }
}

/** Zeros, not a hole: a later write then changes no metadata, and a full disk shows now and not in the middle of an order. */
async function fillWithZeros(path: string, size: number, head: Buffer): Promise<void> {
  const file = await open(path, 'w')
  try {
    const zeros = Buffer.alloc(Math.min(size, FILL_CHUNK))
    for (let at = 0; at < size; at += zeros.length) await file.write(zeros, 0, Math.min(zeros.length, size - at), at)
    await file.write(head, 0, head.length, 0)
    await file.sync()
  } finally {
    await file.close()
  }
}

function syncFolder(folder: string): void {
  const file = openSync(folder, 'r')
  fsyncSync(file)
  closeSync(file)
}

function medianSyncMs(path: string, clock: Clock): number {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(512, 1)
  const times = Array.from({ length: PROBES }, (_, i) => {
    writeSync(file, block, 0, block.length, i * block.length)
    const started = clock.monotonicMs()
    fdatasyncSync(file)
    return clock.monotonicMs() - started
  })
  closeSync(file)
  unlinkSync(path)
  return times.sort((a, b) => a - b)[Math.floor(PROBES / 2)] as number
}
