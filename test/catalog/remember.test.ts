import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FileReader, loadDefinitions, loadSettings } from '../../src/catalog/load.ts'
import { type Memory, remember } from '../../src/catalog/remember.ts'
import { diskReader, ROOT } from '../support/catalog.ts'

function readerOf(files: Record<string, string>): FileReader {
  return {
    read: (path) => files[path],
    list: (folder) =>
      Object.keys(files)
        .flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []))
        .sort(),
  }
}

function memoryOf(text?: string): Memory & { text: string | undefined } {
  return {
    text,
    recall() {
      return this.text
    },
    keep(kept) {
      this.text = kept
    },
  }
}

/** Work whose result shows everything it read, and which counts how often it was done. */
function counted() {
  let times = 0
  return {
    times: () => times,
    work(reader: FileReader) {
      times++
      return reader.list('a').map((name) => [name, reader.read(`a/${name}`) ?? null, reader.read(`b/${name}`) ?? null])
    },
  }
}

describe('remember', () => {
  const files = { 'a/x': '1', 'a/y': '2', 'b/x': '3' }

  it('works once for the same files', () => {
    const { work, times } = counted()
    const memory = memoryOf()
    const first = remember({ reader: readerOf(files), memory, fingerprint: 'f' }, work)
    const second = remember(
      { reader: readerOf({ ...files, 'c/z': 'never asked for' }), memory, fingerprint: 'f' },
      work,
    )
    expect(second).toEqual(first)
    expect(times()).toBe(1)
  })

  it.each([
    ['a text changed', { ...files, 'a/x': '1!' }, 'f'],
    ['a text went away', { 'a/x': '1', 'a/y': '2' }, 'f'],
    ['a text appeared that was asked for in vain', { ...files, 'b/y': '4' }, 'f'],
    ['a folder got another name', { ...files, 'a/z': '5' }, 'f'],
    ['a text became empty instead of absent', { ...files, 'b/y': '' }, 'f'],
    ['the work itself is another', files, 'g'],
  ])('works again when %s', (_why, now, fingerprint) => {
    const { work, times } = counted()
    const memory = memoryOf()
    remember({ reader: readerOf(files), memory, fingerprint: 'f' }, work)
    expect(remember({ reader: readerOf(now), memory, fingerprint }, work)).toEqual(work(readerOf(now)))
    expect(times()).toBe(3)
  })

  it('gives what the work would give, whatever the files were before', () => {
    const path = fc.constantFrom('a/x', 'a/y', 'b/x', 'b/y')
    const tree = fc.dictionary(path, fc.string({ maxLength: 2 }))
    fc.assert(
      fc.property(fc.array(tree, { minLength: 2, maxLength: 6 }), (trees) => {
        const memory = memoryOf()
        const { work } = counted()
        for (const now of trees) {
          const reader = readerOf(now)
          expect(remember({ reader, memory, fingerprint: 'f' }, work)).toEqual(work(reader))
        }
      }),
    )
  })

  it('takes a torn or edited memory for none', () => {
    const kept = memoryOf()
    remember({ reader: readerOf(files), memory: kept, fingerprint: 'f' }, counted().work)
    const text = kept.text ?? ''
    for (const broken of ['', 'x', text.slice(0, 80), text.slice(0, -1), text.replace('"3"', '"4"'), `\n${text}`]) {
      const { work, times } = counted()
      remember({ reader: readerOf(files), memory: memoryOf(broken), fingerprint: 'f' }, work)
      expect(times()).toBe(1)
    }
  })

  it('keeps nothing of work that throws', () => {
    const memory = memoryOf()
    const refused = (): never => {
      throw new Error('bad definition')
    }
    expect(() => remember({ reader: readerOf(files), memory, fingerprint: 'f' }, refused)).toThrow('bad definition')
    expect(memory.text).toBeUndefined()
  })
})

describe('definitions', () => {
  it('are the same from memory as from their files', () => {
    const memory = memoryOf()
    const load = (reader: FileReader) => ({ settings: loadSettings(reader), definitions: loadDefinitions(reader) })
    const fresh = remember({ reader: diskReader(ROOT), memory, fingerprint: 'f' }, load)
    const recalled = remember({ reader: diskReader(ROOT), memory, fingerprint: 'f' }, () => {
      throw new Error('worked again')
    })
    expect(recalled).toStrictEqual(JSON.parse(JSON.stringify(fresh)))
    expect(recalled).toStrictEqual(fresh)
  })
})
