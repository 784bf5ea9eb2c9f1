// Reads a legacy tree from disk without touching it: text files by name, everything else counted with the reason.
// Links are not followed out of the root. Also loads the grammar bytes the rewrite engine parses with.
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Language, Parser } from 'web-tree-sitter'
import { TradeError } from '../model/errors.ts'
import type {
  FileEntry,
  GrammarName,
  Grammars,
  SkippedFile,
  SourceFiles,
  SourceTree,
  TreeEntry,
} from '../model/source.ts'
import { countTraces, headOf, isBinary } from './traces.ts'
import { unreadable, type Walked, walkTree } from './walk.ts'

const MAX_BYTES = 2 * 1024 * 1024

/** Lists once, reads on demand. `under` limits it to one folder and makes paths relative to that. */
export function readTree(root: string, under = ''): SourceFiles {
  const base = under === '' ? root : join(root, ...under.split('/'))
  const files: FileEntry[] = []
  const skipped = new Map<string, SkippedFile>()
  for (const entry of walkTree(root, under)) {
    const { path, size, mode } = entry
    const skip = skippedFile(base, entry)
    if (skip === undefined) files.push({ path, size, mode })
    else skipped.set(skip.path, { ...skip, hits: skip.hits + (skipped.get(skip.path)?.hits ?? 0) })
  }
  const inOrder = [...skipped.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  return { list: () => files, skipped: () => inOrder, read: (path) => readWhole(base, path) }
}

/** All files of a service as the copy sees them: bytes and modes, whatever is in them. */
export function copyableTree(root: string): SourceTree {
  return {
    read: (path) => readWhole(root, path),
    list: (folder) => {
      const below = folder === '' || folder === '.' ? '' : `${folder}/`
      return walkTree(root, folder).map(({ path, mode, kind, reason }): TreeEntry => {
        const entry = { path: below + path, mode }
        if (kind === 'file' || kind === 'generated') return entry
        return { ...entry, leftOut: reason ?? kind, ...(kind === 'unreadable' ? { isUnread: true } : {}) }
      })
    },
  }
}

/** Why the survey does not read it as text, with the traces in its bytes; of a folder in one line. */
function skippedFile(base: string, { path, kind, reason = '', folder, size }: Walked): SkippedFile | undefined {
  const full = join(base, ...path.split('/'))
  try {
    if (kind === 'unreadable') return { path, reason, hits: 0, isUnread: true }
    if (kind === 'generated') return { path: folder ?? path, reason, hits: size > MAX_BYTES ? 0 : countTraces(full) }
    if (kind !== 'file') return { path, reason, hits: 0, ...(kind === 'special' ? { isUnread: true } : {}) }
    if (size > MAX_BYTES) return { path, reason: 'larger than 2 MB', hits: countTraces(full) }
    return isBinary(headOf(full)) ? { path, reason: 'binary', hits: countTraces(full) } : undefined
  } catch (error) {
    return { path, reason: `cannot be read (${(error as NodeJS.ErrnoException).code})`, hits: 0, isUnread: true }
  }
}

function readWhole(base: string, path: string): Uint8Array {
  const full = join(base, ...path.split('/'))
  try {
    return readFileSync(full)
  } catch (error) {
    throw unreadable(full, error)
  }
}

/** Grammars that the common package does not carry. */
const OWN_PACKAGE: Partial<Record<GrammarName, string>> = {
  hcl: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
  kotlin: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
}

/** Grammars from @vscode/tree-sitter-wasm and their own packages; the engine starts and each grammar loads on first use. */
export function loadGrammars(): Grammars {
  const require = createRequire(import.meta.url)
  const parsers = new Map<GrammarName, Promise<Parser>>()
  let engine: Promise<void> | undefined
  const load = async (grammar: GrammarName): Promise<Parser> => {
    engine ??= Parser.init()
    await engine
    const language = await Language.load(
      await readFile(
        require.resolve(OWN_PACKAGE[grammar] ?? `@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`),
      ),
    )
    const parser = new Parser()
    parser.setLanguage(language)
    return parser
  }
  return {
    parse: async (grammar, text) => {
      if (!parsers.has(grammar)) parsers.set(grammar, load(grammar))
      const tree = (await parsers.get(grammar)!).parse(text)
      if (tree === null) throw new TradeError('BUG', `the ${grammar} parser gave no tree`)
      return tree
    },
  }
}
