import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadGrammars, readTree } from '../../src/observe/legacy.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'legacy-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}

test('lists text, counts the rest with the reason and the traces in it', () => {
  write('app/main.py', 'x')
  write('app/blob.bin', Uint8Array.from([0, 1, 2]))
  write('app/big.log', 'localhost '.repeat(250_000))
  write('vendor/lib.js', 'localhost 127.0.0.1')
  write('.git/config', 'localhost')
  write('node_modules/x/i.js', 'localhost')
  const files = readTree(root)
  expect(files.list().map((one) => one.path)).toEqual(['app/main.py'])
  expect(files.skipped!()).toEqual([
    { path: '.git', reason: 'version control', hits: 0 },
    { path: 'app/big.log', reason: 'larger than 2 MB', hits: 250_000 },
    { path: 'app/blob.bin', reason: 'binary', hits: 0 },
    { path: 'node_modules', reason: 'installed packages', hits: 0 },
    { path: 'vendor', reason: 'vendored', hits: 2 },
  ])
})

test('links are not followed out of the root, nor round in a circle', () => {
  write('a/main.py', 'x')
  symlinkSync('/etc/hostname', join(root, 'a/out.txt'))
  symlinkSync(root, join(root, 'a/loop'))
  symlinkSync('main.py', join(root, 'a/same.py'))
  symlinkSync('nowhere', join(root, 'a/broken'))
  const files = readTree(root)
  expect(files.list().map((one) => one.path)).toEqual(['a/main.py', 'a/same.py'])
  expect(files.skipped!().map((one) => `${one.path}: ${one.reason}`)).toEqual([
    'a/broken: link out of the source',
    'a/loop: link to a folder of the source',
    'a/out.txt: link out of the source',
  ])
})

test('UTF-16 is text', () => {
  write('w.txt', Uint8Array.from([0xff, 0xfe, 0x61, 0]))
  expect(readTree(root).list()).toHaveLength(1)
})

test('a folder that is not there is named', () => {
  expect(() => readTree(root, 'nope')).toThrow(expect.objectContaining({ code: 'SOURCE_NOT_FOUND' }))
})

test('each grammar parses', async () => {
  const grammars = loadGrammars()
  for (const [grammar, source] of [
    ['python', 'x = 1'],
    ['javascript', 'x = <a/>'],
    ['typescript', 'let x: number'],
    ['tsx', 'let x: A = <a/>'],
  ] as const) {
    const tree = await grammars.parse(grammar, source)
    expect(tree.rootNode.hasError, grammar).toBe(false)
    tree.delete()
  }
})
