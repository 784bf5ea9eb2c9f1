// Whatever a file system can hold becomes an entry with a reason: nothing blocks, nothing loops, nothing leaves the tree.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyableTree, readTree } from '../../src/observe/legacy.ts'
import { walkTree } from '../../src/observe/walk.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'walk-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (path: string, content: string | Uint8Array = 'x'): void => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}
const seen = (): string[] =>
  walkTree(root).map(({ path, kind, reason }) => [path, kind, reason].filter(Boolean).join(' · '))

describe('the walk over a legacy tree', () => {
  it('opens no pipe and no socket', async () => {
    write('a/main.py')
    execFileSync('mkfifo', [join(root, 'a/pipe.py')])
    symlinkSync('pipe.py', join(root, 'a/linked-pipe.py'))
    const server = createServer().listen(join(root, 'a/sock.py'))
    await new Promise((resolve) => server.once('listening', resolve))
    expect(seen()).toEqual([
      'a/linked-pipe.py · special · neither file nor folder',
      'a/main.py · file',
      'a/pipe.py · special · neither file nor folder',
      'a/sock.py · special · neither file nor folder',
    ])
    expect(
      readTree(root)
        .list()
        .map(({ path }) => path),
    ).toEqual(['a/main.py'])
    server.close()
  })

  it('ends in a tree whose links go round, up and out', () => {
    write('a/main.py')
    symlinkSync('..', join(root, 'a/up'))
    symlinkSync('self', join(root, 'a/self'))
    symlinkSync(root, join(root, 'a/root'))
    symlinkSync('/etc', join(root, 'a/etc'))
    symlinkSync('/etc/passwd', join(root, 'a/passwd.py'))
    symlinkSync('nowhere', join(root, 'a/dangling.py'))
    expect(seen()).toEqual([
      'a/dangling.py · outside · link out of the source',
      'a/etc · outside · link out of the source',
      'a/main.py · file',
      'a/passwd.py · outside · link out of the source',
      'a/root · outside · link to a folder of the source',
      'a/self · outside · link out of the source',
      'a/up · outside · link to a folder of the source',
    ])
  })

  it('tells names that no terminal should see in words that it may', () => {
    write('a/new\nline.py')
    write('a/\u001b[31mred.py')
    writeFileSync(Buffer.concat([Buffer.from(`${root}/a/l`), Buffer.from([0xe9]), Buffer.from('.py')]), 'x')
    write('a/quote\'".py')
    write('a/back\\slash.py')
    write('a/Case.py')
    write('a/case.py')
    const reason = 'special · its name holds control characters or is not UTF-8'
    expect(seen()).toEqual(
      [
        'a/Case.py · file',
        `a/\\u001b[31mred.py · ${reason}`,
        'a/back\\slash.py · file',
        'a/case.py · file',
        `a/l\\ufffd.py · ${reason}`,
        `a/new\\u000aline.py · ${reason}`,
        'a/quote\'".py · file',
      ].sort(),
    )
  })

  it('goes on where a path is longer than the system allows', () => {
    write('a/main.py')
    // Moved below each other, folders reach a length that no call would make at once.
    const deep = Array.from({ length: 10 }, () => 'n'.repeat(240)).join('/')
    mkdirSync(join(root, 'x', deep), { recursive: true })
    mkdirSync(join(root, 'y', deep), { recursive: true })
    execFileSync('mv', ['y', join('x', deep)], { cwd: root })
    expect(seen()).toContain('a/main.py · file')
    expect(seen().some((line) => line.includes('cannot be read (ENAMETOOLONG)'))).toBe(true)
    execFileSync('rm', ['-rf', 'x'], { cwd: root })
  })

  it('names what it may not read, and the copy refuses to be half', () => {
    write('a/main.py')
    write('a/locked.py')
    write('a/closed/x.py')
    chmodSync(join(root, 'a/locked.py'), 0)
    chmodSync(join(root, 'a/closed'), 0)
    const skipped = asOrdinaryUser(() => readTree(root).skipped!())
    chmodSync(join(root, 'a/closed'), 0o755)
    expect(skipped).toEqual([
      { path: 'a/closed', reason: 'cannot be read (EACCES)', hits: 0, isUnread: true },
      { path: 'a/locked.py', reason: 'cannot be read (EACCES)', hits: 0, isUnread: true },
    ])
  })

  /** Nothing is locked for root: it looks as somebody else for as long as that takes. */
  function asOrdinaryUser<T>(look: () => T): T {
    if (process.geteuid?.() !== 0) return look()
    chmodSync(root, 0o755)
    process.seteuid!(65_534)
    try {
      return look()
    } finally {
      process.seteuid!(0)
    }
  }

  it('says which file went away between the walk and the reading', () => {
    write('a/main.py')
    const files = readTree(root)
    rmSync(join(root, 'a/main.py'))
    expect(() => files.read('a/main.py')).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }))
  })

  it('leaves what is installed to one line, and copies what is vendored', () => {
    write('depot/package.json', '{}')
    write('depot/node_modules/a/index.js')
    write('depot/dist/app.js', 'http://localhost:1')
    write('depot/dist/lib.js', 'http://localhost:1')
    expect(readTree(root).skipped!()).toEqual([
      { path: 'depot/dist', reason: 'build output', hits: 2 },
      { path: 'depot/node_modules', reason: 'installed packages', hits: 0 },
    ])
    expect(copyableTree(root).list('depot')).toEqual([
      { path: 'depot/dist/app.js', mode: 0o644 },
      { path: 'depot/dist/lib.js', mode: 0o644 },
      { path: 'depot/node_modules', mode: 0o644, leftOut: 'installed packages' },
      { path: 'depot/package.json', mode: 0o644 },
    ])
  })
})
