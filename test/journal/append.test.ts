import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openJournal } from '../../src/journal/append.ts'
import { type Disk, nodeDisk } from '../../src/journal/disk.ts'
import { readJournal } from '../../src/journal/read.ts'
import { TradeError } from '../../src/model/errors.ts'
import type { EventBody } from '../../src/model/event.ts'
import { memoryDisk } from './memory-disk.ts'

const PATH = '/p/journal.jsonl'
const now = (): Date => new Date('2026-01-02T03:04:05.000Z')
const done = (op: string): EventBody => ({ type: 'op.finished', op })
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function open(disk: Disk, path = PATH, run = 'r1', opening?: EventBody) {
  return openJournal({ disk, path, run, now, opening })
}

describe('the journal', () => {
  it('numbers events without a gap, over several runs, on a real disk', () => {
    const folder = mkdtempSync(join(tmpdir(), 'journal-'))
    folders.push(folder)
    const path = join(folder, 'deep/journal.jsonl')
    open(nodeDisk, path).append(done('a'), done('b'))
    open(nodeDisk, path, 'r2').append(done('c'))
    const { events } = readJournal(nodeDisk.read(path)!, path)
    expect(events.map(({ seq, run }) => [seq, run])).toEqual([
      [1, 'r1'],
      [2, 'r1'],
      [3, 'r2'],
    ])
  })

  it('records the opening of a run only with the first event of that run', () => {
    const disk = memoryDisk(['/p'])
    const opening: EventBody = { type: 'run.started', command: 'migrate', args: [], operator: 'o', pid: 1, host: 'h' }
    const journal = open(disk, PATH, 'r1', opening)
    expect(disk.stat(PATH)).toBeUndefined()
    journal.append(done('a'))
    journal.append(done('b'))
    expect(journal.events.map(({ type }) => type)).toEqual(['run.started', 'op.finished', 'op.finished'])
  })

  it('cuts off a torn last record, whatever its length, and writes on behind the last whole one', () => {
    const whole = memoryDisk(['/p'])
    open(whole).append(done('one'), done('two'))
    const bytes = whole.read(PATH)!
    const first = Buffer.from(bytes).indexOf('\n') + 1
    for (let length = first; length < bytes.length; length++) {
      const disk = memoryDisk(['/p'])
      disk.append(PATH, bytes.subarray(0, length))
      open(disk, PATH, 'r2').append(done('three'))
      const { events, tornBytes } = readJournal(disk.read(PATH)!, PATH)
      expect(events.map((event) => (event.type === 'op.finished' ? event.op : ''))).toEqual(['one', 'three'])
      expect(tornBytes).toBe(0)
    }
  })

  it('names the byte of a bad record that is not the last: any flipped byte is found', () => {
    const disk = memoryDisk(['/p'])
    open(disk).append(done('one'), done('two'), done('three'))
    const bytes = disk.read(PATH)!
    const lastStart = Buffer.from(bytes).lastIndexOf('\n', bytes.length - 2) + 1
    fc.assert(
      fc.property(fc.nat(lastStart - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(bytes)
        changed[at] = changed[at]! ^ flip
        expect(() => readJournal(changed, PATH)).toThrow(TradeError)
        expect(() => readJournal(changed, PATH)).toThrow(/journal\.jsonl: record \d at byte \d+/)
      }),
    )
  })

  it('finds a removed record by its number', () => {
    const disk = memoryDisk(['/p'])
    open(disk).append(done('one'), done('two'), done('three'))
    const lines = Buffer.from(disk.read(PATH)!).toString().split('\n')
    expect(() => readJournal(Buffer.from([lines[0], lines[2], ''].join('\n')), PATH)).toThrow(/record 2/)
  })

  it('does not record what could not be written, and goes on afterwards', () => {
    const disk = memoryDisk(['/p'])
    let failing: 'none' | 'write' | 'sync' = 'none'
    const faulty: Disk = {
      ...disk,
      append: (path, bytes) => {
        disk.append(path, failing === 'write' ? bytes.subarray(0, 7) : bytes)
        if (failing === 'write') throw new TradeError('DISK_FULL', path)
      },
      sync: (path) => {
        if (failing === 'sync') throw new TradeError('FILE_UNREADABLE', path)
        disk.sync(path)
      },
    }
    const journal = open(faulty)
    journal.append(done('one'))
    for (const kind of ['write', 'sync'] as const) {
      failing = kind
      expect(() => journal.append(done('lost'))).toThrow(TradeError)
      failing = 'none'
    }
    journal.append(done('two'))
    expect(readJournal(disk.read(PATH)!, PATH).events).toEqual(journal.events)
    expect(journal.events).toHaveLength(2)
  })
})
