import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../src/journal/append.ts'
import { nodeDisk } from '../../src/journal/disk.ts'
import { type FileChange, type FilesContext, openFiles } from '../../src/journal/files.ts'
import { foldOps, standing } from '../../src/journal/ops.ts'
import { recover } from '../../src/journal/recover.ts'
import { undoConflicts, undoFiles, undoFolders } from '../../src/journal/undo.ts'
import { isTradeError, TradeError } from '../../src/model/errors.ts'
import { type Cut, Killed, type MemoryDisk, memoryDisk } from './memory-disk.ts'

const paths = { root: '/p', stack: '/p/stack', state: '/p/.trade2026', tracker: '/p/COMPLETION_TRACKER.md' }
const copy = { service: 'crane', step: 'copy' } as const
const rewrite = { service: 'crane', step: 'rewrite' } as const
let runs = 0

function context(disk: MemoryDisk): FilesContext {
  const run = `r${++runs}`
  const journal = openJournal({ disk, path: '/p/.trade2026/journal.jsonl', run, now: () => new Date(0) })
  return { disk, journal, paths }
}

function write(target: string, content: string, mode = 0o644): FileChange {
  return { kind: 'write', target, bytes: Buffer.from(content), mode }
}

const COPIED = [
  write('stack/crane/a.py', 'localhost', 0o755),
  write('stack/crane/lib/b.py', 'b'),
  write('stack/x', 'new'),
]
const REWRITTEN = [
  write('stack/crane/a.py', 'tariff', 0o755),
  { kind: 'remove', target: 'stack/crane/lib/b.py' } as const,
]

/** A platform with one file that was there before the tool. */
function platform(): MemoryDisk {
  const disk = memoryDisk(['/p', '/p/stack'])
  disk.write('/p/stack/x', Buffer.from('theirs'))
  disk.chmod('/p/stack/x', 0o600)
  return disk
}

function migrate(disk: MemoryDisk): void {
  const files = context(disk)
  recover(files)
  openFiles(files).execute(copy, openFiles(files).plan(COPIED))
  openFiles(files).execute(rewrite, openFiles(files).plan(REWRITTEN))
}

function rollBack(disk: MemoryDisk): void {
  const files = context(disk)
  recover(files)
  const ops = standing(foldOps(files.journal.events))
  expect(undoConflicts(files, ops)).toEqual([])
  undoFiles(files, ops)
  undoFolders(files, 'crane')
}

/** Runs `act` killed at its n-th file system call, for every n, and hands each wreck to `check`. */
function atEveryCut(
  prepare: () => MemoryDisk,
  act: (disk: MemoryDisk) => void,
  check: (disk: MemoryDisk, cut: Cut) => void,
): number {
  const whole = prepare()
  whole.cut(undefined)
  act(whole)
  const calls = whole.calls()
  for (let at = 1; at <= calls; at++) {
    for (const when of ['before', 'middle', 'after'] as const) {
      const disk = prepare()
      disk.cut({ at, when })
      expect(() => act(disk)).toThrow(Killed)
      disk.cut(undefined)
      check(disk, { at, when })
    }
  }
  return calls
}

describe('journalled files', () => {
  it('make files with their modes and folders, and plan nothing the second time', () => {
    const disk = platform()
    migrate(disk)
    expect(disk.dump('/p/stack')).toEqual([
      '/p/stack 755 /',
      '/p/stack/crane 755 /',
      '/p/stack/crane/a.py 755 tariff',
      '/p/stack/crane/lib 755 /',
      '/p/stack/x 644 new',
    ])
    expect(openFiles(context(disk)).plan(REWRITTEN)).toEqual({ changes: [], conflicts: [] })
  })

  it('killed at any file system call, a migration run again ends with the same bytes', () => {
    const whole = platform()
    migrate(whole)
    const calls = atEveryCut(platform, migrate, (disk, cut) => {
      migrate(disk)
      expect(disk.dump('/p/stack'), JSON.stringify(cut)).toEqual(whole.dump('/p/stack'))
    })
    expect(calls).toBeGreaterThan(30)
  })

  it('killed at any call and then rolled back, the platform is as it was before', () => {
    const before = platform().dump('/p/stack')
    atEveryCut(platform, migrate, (disk, cut) => {
      rollBack(disk)
      expect(disk.dump('/p/stack'), JSON.stringify(cut)).toEqual(before)
    })
  })

  it('a rollback killed at any call is completed by the next one', () => {
    const before = platform().dump('/p/stack')
    const migrated = (): MemoryDisk => {
      const disk = platform()
      migrate(disk)
      return disk
    }
    const calls = atEveryCut(migrated, rollBack, (disk, cut) => {
      rollBack(disk)
      expect(disk.dump('/p/stack'), JSON.stringify(cut)).toEqual(before)
    })
    expect(calls).toBeGreaterThan(10)
  })

  it('refuse to touch anything when a file was changed by somebody else', () => {
    const disk = platform()
    migrate(disk)
    disk.write('/p/stack/crane/a.py', Buffer.from('mine'))
    const before = disk.dump('/p')
    const files = context(disk)
    const plan = openFiles(files).plan([...COPIED])
    expect(plan.conflicts).toEqual(['stack/crane/a.py'])
    expect(() => openFiles(files).execute(copy, plan)).toThrow(TradeError)
    expect(undoConflicts(files, standing(foldOps(files.journal.events)))).toEqual(['stack/crane/a.py'])
    expect(disk.dump('/p')).toEqual(before)
  })

  it('refuse to write behind a link that stands where a folder should be', () => {
    const root = mkdtempSync(join(tmpdir(), 'linked-'))
    const outside = mkdtempSync(join(tmpdir(), 'outside-'))
    try {
      mkdirSync(join(root, 'stack'))
      symlinkSync(outside, join(root, 'stack/crane'))
      const real = { root, stack: `${root}/stack`, state: `${root}/.trade2026`, tracker: `${root}/T.md` }
      const journal = openJournal({ disk: nodeDisk, path: `${root}/j`, run: 'r', now: () => new Date(0) })
      const files = openFiles({ disk: nodeDisk, journal, paths: real })
      const plan = files.plan(COPIED)
      expect(plan.conflicts).toEqual(['stack/crane'])
      expect(() => files.execute(copy, plan)).toThrow('stack/crane: found what trade2026 did not put there')
      expect(readdirSync(outside)).toEqual([])
    } finally {
      for (const folder of [root, outside]) rmSync(folder, { recursive: true })
    }
  })

  it('are not taken back through a link that took the place of their folder', () => {
    const root = mkdtempSync(join(tmpdir(), 'linked-'))
    try {
      mkdirSync(join(root, 'stack'))
      const real = { root, stack: `${root}/stack`, state: `${root}/.trade2026`, tracker: `${root}/T.md` }
      const journal = openJournal({ disk: nodeDisk, path: `${root}/j`, run: 'r', now: () => new Date(0) })
      const opened = { disk: nodeDisk, journal, paths: real }
      openFiles(opened).execute(copy, openFiles(opened).plan(COPIED))
      renameSync(join(root, 'stack/crane'), join(root, 'moved'))
      symlinkSync(join(root, 'moved'), join(root, 'stack/crane'))
      expect(undoConflicts(opened, standing(foldOps(journal.events)))).toEqual([
        'stack/crane/lib/b.py',
        'stack/crane/a.py',
      ])
    } finally {
      rmSync(root, { recursive: true })
    }
  })

  it('an edit made after a crash, inside the open op, is named and left alone', () => {
    const disk = platform()
    atEveryCut(platform, migrate, (wreck) => {
      const files = context(wreck)
      const open = foldOps(files.journal.events).find((op) => op.status === 'intended' && op.target === 'stack/x')
      if (!open) return
      wreck.write('/p/stack/x', Buffer.from('edited after the crash'))
      const before = wreck.dump('/p/stack')
      expect(() => recover(files)).toThrow(/stack\/x/)
      expect(wreck.dump('/p/stack')).toEqual(before)
    })
    expect(disk.stat('/p/stack/x')).toBeDefined()
  })

  it('write a file again that somebody deleted, and can still roll back', () => {
    const disk = platform()
    migrate(disk)
    disk.removeFile('/p/stack/crane/a.py')
    migrate(disk)
    expect(disk.dump('/p/stack/crane/a.py')).toEqual(['/p/stack/crane/a.py 755 tariff'])
    rollBack(disk)
    expect(disk.dump('/p/stack')).toEqual(platform().dump('/p/stack'))
  })

  it('an op whose intent cannot be written does not begin', () => {
    const disk = platform()
    const files = context(disk)
    const full = {
      ...disk,
      append: () => {
        throw new TradeError('DISK_FULL', '/p')
      },
    }
    const blocked = {
      ...files,
      journal: openJournal({ disk: full, path: '/p/.trade2026/journal.jsonl', run: 'r', now: () => new Date(0) }),
    }
    const before = disk.dump('/p/stack')
    try {
      openFiles(blocked).execute(copy, openFiles(blocked).plan(COPIED))
      expect.unreachable()
    } catch (error) {
      expect(isTradeError(error) && error.code).toBe('DISK_FULL')
    }
    expect(disk.dump('/p/stack')).toEqual(before)
  })

  it('any sequence of wanted contents, undone, restores every byte and mode', () => {
    const change = fc.record({
      name: fc.constantFrom('stack/x', 'stack/d/a', 'stack/d/e/b'),
      content: fc.option(fc.constantFrom('1', '2', '3')),
      mode: fc.constantFrom(0o644, 0o755),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const disk = platform()
        const before = disk.dump('/p/stack')
        for (const { name, content, mode } of changes) {
          const files = context(disk)
          const wanted: FileChange = content === null ? { kind: 'remove', target: name } : write(name, content, mode)
          openFiles(files).execute(copy, openFiles(files).plan([wanted]))
        }
        rollBack(disk)
        expect(disk.dump('/p/stack')).toEqual(before)
      }),
      { numRuns: 200 },
    )
  })
})
