// The files of a tree as discovery reads them: decoded and masked on demand, a bounded number kept, lines counted.
import { folderOf } from '../../kit/path.ts'
import type { SourceFiles } from '../../model/source.ts'
import { decode, lineStarts, positionAt } from '../rewrite/source.ts'
import { codeLanguage, type Masked, mask } from './mask.ts'

export interface Sources {
  /** Sorted. */
  list: readonly string[]
  hasFile(path: string): boolean
  hasFolder(path: string): boolean
  /** Undefined where no encoding reads it, and for code with a line that no one can have written. */
  text(path: string): string | undefined
  masked(path: string): Masked
  /** 1-based line of an offset in `text(path)`. */
  line(path: string, offset: number): number
}

/** Letters kept decoded: a large tree must not lie in memory twice. */
const KEPT_LETTERS = 24_000_000

export function openSources(files: SourceFiles): Sources {
  const list = files.list().map(({ path }) => path)
  const known = new Set(list)
  const folders = new Set<string>([''])
  for (const path of list)
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder)
  const texts = new Map<string, string | undefined>()
  const masks = new Map<string, Masked>()
  let letters = 0
  const grow = (by: number): void => {
    letters += by
    if (letters <= KEPT_LETTERS) return
    texts.clear()
    masks.clear()
    letters = by
  }
  const text = (path: string): string | undefined => {
    if (texts.has(path)) return texts.get(path)
    const whole = known.has(path) ? decode(files.read(path))?.body : undefined
    // Nobody wrote such a line: minified or data, and no pattern of ours shall walk it.
    const body = whole !== undefined && codeLanguage(path) !== undefined && hasLongLine(whole) ? undefined : whole
    grow(body?.length ?? 0)
    texts.set(path, body)
    return body
  }
  return {
    list,
    hasFile: (path) => known.has(path),
    hasFolder: (path) => folders.has(path),
    text,
    masked(path) {
      const known = masks.get(path)
      if (known) return known
      const body = text(path) ?? ''
      const one = mask(body, codeLanguage(path) ?? 'hash')
      grow(body.length * 2)
      masks.set(path, one)
      return one
    },
    line: (path, offset) => positionAt(lineStarts(text(path) ?? ''), offset).line,
  }
}

/** Longest line that is read as code, as a launch line or as a setting. */
export const LONGEST_LINE = 20_000

export function hasLongLine(text: string): boolean {
  for (let at = 0; at + LONGEST_LINE < text.length; ) {
    const end = text.lastIndexOf('\n', at + LONGEST_LINE)
    if (end < at) return true
    at = end + 1
  }
  return false
}
