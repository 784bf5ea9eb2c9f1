// Real files of the corpora in other clothes: line ends, byte order marks, encodings, tabs, comments and letters beyond ASCII.
// What migrates them must leave every byte outside its spans alone (migration.md 14, G4).
import fc from 'fast-check'
import { effectiveEdits, type PlannedEdit } from '../../src/migrate/rewrite/apply.ts'
import { languageOf } from '../../src/migrate/rewrite/language.ts'
import type { Registry } from '../../src/migrate/rewrite/registry.ts'
import { buildRegistry } from '../../src/migrate/rewrite/registry.ts'
import { decode, type Encoding, encode } from '../../src/migrate/rewrite/source.ts'
import { discover } from '../../src/migrate/survey/discover.ts'
import { readTree } from '../../src/observe/legacy.ts'
import { bundledCatalog } from './catalog.ts'
import { corpora, readCorpus } from './corpus.ts'
import { grammars } from './rewrite.ts'

export interface RealFile {
  corpus: string
  file: string
  service: string
  text: string
  registry: Registry
}

/** Small files of all corpora that a parser reads, each with the service it belongs to and what its system listens on. */
export async function realFiles(): Promise<RealFile[]> {
  const found: RealFile[] = []
  for (const name of corpora()) {
    const { root, endpoints } = readCorpus(name)
    const files = readTree(root)
    const { services, registry } = await discover({
      files,
      registry: buildRegistry(bundledCatalog()),
      endpoints,
      grammars,
    })
    for (const { path, size } of files.list()) {
      const text = size < 6000 && languageOf(path) !== 'other' ? decode(files.read(path))?.body : undefined
      const service = services.find((one) => path.startsWith(`${one.path}/`))?.id ?? 'shared'
      if (text !== undefined) found.push({ corpus: name, file: path, service, text, registry })
    }
  }
  return found
}

const COMMENTS: Record<string, (words: string) => string> = {
  javascript: (words) => `// ${words}`,
  java: (words) => `// ${words}`,
  kotlin: (words) => `/* ${words} */`,
  csharp: (words) => `// ${words}`,
  go: (words) => `// ${words}`,
  rust: (words) => `// ${words}`,
  php: (words) => `/* ${words} */`,
  ini: (words) => `; ${words}`,
  xml: (words) => `<!-- ${words} -->`,
  markup: (words) => `<!-- ${words} -->`,
  json: () => '',
}

export interface Clothes {
  /** Lines to add, by where in the file (share of its lines) and what. */
  additions: { at: number; kind: 'comment' | 'blank' | 'tabs' | 'spaces'; words: string }[]
  crlf: 'none' | 'all' | 'mixed'
  encoding: Encoding
}

const letters = ['a', 'é', 'ß', 'Ω', '漢', '😀', ' ', '-', "it's", '"', '(', '\t']
const latin = ['a', 'é', 'ß', 'ü', ' ', '-', '§', '"', '(', '\t']

export const clothes: fc.Arbitrary<Clothes> = fc
  .constantFrom<Encoding>('utf-8', 'utf-8', 'utf-8-bom', 'utf-16le-bom', 'utf-16be-bom', 'latin-1')
  .chain((encoding) =>
    fc.record({
      encoding: fc.constant(encoding),
      crlf: fc.constantFrom('none' as const, 'all' as const, 'mixed' as const),
      additions: fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          kind: fc.constantFrom(
            'comment' as const,
            'comment' as const,
            'blank' as const,
            'tabs' as const,
            'spaces' as const,
          ),
          words: fc.string({ unit: fc.constantFrom(...(encoding === 'latin-1' ? latin : letters)), maxLength: 12 }),
        }),
        { maxLength: 6 },
      ),
    }),
  )

export function inClothes({ file, text }: RealFile, { additions, crlf, encoding }: Clothes): Uint8Array {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  for (const { at, kind, words } of additions) {
    const index = Math.floor(at * lines.length)
    if (kind === 'tabs' || kind === 'spaces') lines[index] = `${lines[index] ?? ''}${kind === 'tabs' ? '\t' : '  '}`
    else lines.splice(index, 0, kind === 'blank' ? '' : (COMMENTS[languageOf(file)]?.(words) ?? `# ${words}`))
  }
  const ends = (index: number): string => (crlf === 'all' || (crlf === 'mixed' && index % 3 === 0) ? '\r\n' : '\n')
  const body = lines.map((line, index) => (index === lines.length - 1 ? line : `${line}${ends(index)}`)).join('')
  if (encoding !== 'latin-1') return encode({ encoding, body })
  // A letter that Latin-1 does not have would be cut to another one.
  const plain = body.replaceAll(/[^\0-\xff]/g, '?')
  return encode({ encoding, body: plain })
}

/** The bytes between the spans, before and after: pairs that must be equal. */
export function outsideOf(
  before: Uint8Array,
  after: Uint8Array,
  edits: readonly PlannedEdit[],
): [Uint8Array, Uint8Array][] {
  const source = decode(before)!
  const mark = encode({ ...source, body: '' }).length
  const size = (text: string): number => encode({ ...source, body: text }).length - mark
  const pairs: [Uint8Array, Uint8Array][] = []
  let [from, there, at] = [0, 0, 0]
  for (const { start, end, replacement } of effectiveEdits(edits).sort((a, b) => a.start - b.start)) {
    const length = size(source.body.slice(at, start)) + (at === 0 && from === 0 ? mark : 0)
    pairs.push([before.subarray(from, from + length), after.subarray(there, there + length)])
    from += length + size(source.body.slice(start, end))
    there += length + size(replacement)
    at = end
  }
  pairs.push([before.subarray(from), after.subarray(there)])
  return pairs
}
