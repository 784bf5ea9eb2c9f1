// A result that follows from files alone need not be worked out again while the files are the same. What was asked of the
// reader is kept beside the result; the next run asks the same again, and takes the result when every answer is the same.
import { digestOf, sha256 } from '../kit/digest.ts'
import type { FileReader } from './load.ts'

/** Where a result is kept between runs; it may forget at any time. */
export interface Memory {
  recall(): string | undefined
  keep(text: string): void
}

/** One question to the reader and the digest of its answer. */
type Asked = ['read' | 'list', string, string]

interface Remembered<T> {
  fingerprint: string
  asked: Asked[]
  value: T
}

/**
 * `work(reader)`, or what it gave before for the same answers. The value must survive JSON unchanged, and `fingerprint` must
 * differ whenever `work` itself does. What throws is never kept: a mistake is told in full each time.
 */
export function remember<T>(
  { reader, memory, fingerprint }: { reader: FileReader; memory: Memory; fingerprint: string },
  work: (reader: FileReader) => T,
): T {
  const before = parsed<T>(memory.recall())
  if (before?.fingerprint === fingerprint && before.asked.every((asked) => stillSo(asked, reader))) return before.value
  const asked = new Map<string, Asked>()
  const value = work(listening(reader, (one) => asked.set(`${one[0]} ${one[1]}`, one)))
  memory.keep(sealed({ fingerprint, asked: [...asked.values()], value }))
  return value
}

function listening(reader: FileReader, note: (asked: Asked) => void): FileReader {
  return {
    read(path) {
      const text = reader.read(path)
      note(['read', path, digestOfText(text)])
      return text
    },
    list(folder) {
      const names = reader.list(folder)
      note(['list', folder, digestOf(names)])
      return names
    },
  }
}

function stillSo([question, path, digest]: Asked, reader: FileReader): boolean {
  return digest === (question === 'read' ? digestOfText(reader.read(path)) : digestOf(reader.list(path)))
}

const digestOfText = (text: string | undefined): string => (text === undefined ? 'absent' : sha256(text))

/** The digest in front makes a torn or edited text as good as none. */
function sealed(value: unknown): string {
  const text = JSON.stringify(value)
  return `${sha256(text)}\n${text}`
}

function parsed<T>(kept: string | undefined): Remembered<T> | undefined {
  const split = kept?.indexOf('\n') ?? -1
  if (kept === undefined || split < 0) return undefined
  const text = kept.slice(split + 1)
  return sha256(text) === kept.slice(0, split) ? (JSON.parse(text) as Remembered<T>) : undefined
}
