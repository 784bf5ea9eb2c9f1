// Reads a legacy tree from disk without touching it: text files by name, everything else counted with the reason.
// Links are not followed out of the root. Also loads the grammar bytes the rewrite engine parses with.
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import { Language, Parser } from 'web-tree-sitter'
import { TradeError } from '../model/errors.ts'
import type { FileEntry, GrammarName, Grammars, SkippedFile, SourceFiles } from '../model/source.ts'

const MAX_BYTES = 2 * 1024 * 1024
const SKIPPED_FOLDERS: Record<string, string> = {
  '.git': 'version control',
  '.hg': 'version control',
  '.svn': 'version control',
  node_modules: 'installed packages',
  'site-packages': 'installed packages',
  '.venv': 'installed packages',
  venv: 'installed packages',
  bower_components: 'installed packages',
  vendor: 'vendored',
  third_party: 'vendored',
  __pycache__: 'build output',
  dist: 'build output',
  build: 'build output',
  target: 'build output',
  '.next': 'build output',
  coverage: 'build output',
  '.mypy_cache': 'build output',
  '.pytest_cache': 'build output',
  '.trade2026': 'state of this tool',
}
const TRACE = /localhost|127\.0\.0\.1|host\.docker\.internal|[A-Za-z]:\\\\?[A-Za-z]/g

/** Lists once, reads on demand. `under` limits it to one folder and makes paths relative to that. */
export function readTree(root: string, under = ''): SourceFiles {
  const base = under === '' ? root : join(root, ...under.split('/'))
  const realRoot = realFolder(root, base)
  const files: FileEntry[] = []
  const skipped: SkippedFile[] = []
  visit(base, '', realRoot, files, skipped)
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { list: () => files, skipped: () => skipped, read: (path) => readFileSync(join(base, ...path.split('/'))) }
}

function realFolder(root: string, base: string): string {
  try {
    if (statSync(base).isDirectory()) return realpathSync(root)
  } catch {
    // Fall through: the same message says it.
  }
  throw new TradeError('SOURCE_NOT_FOUND', `${base}: no such folder, expected the legacy source`, {
    facts: { path: base },
    hints: ['trade2026 survey --source DIR'],
  })
}

function visit(base: string, prefix: string, realRoot: string, files: FileEntry[], skipped: SkippedFile[]): void {
  for (const name of readdirSync(join(base, prefix)).sort()) {
    const path = prefix === '' ? name : `${prefix}/${name}`
    const full = join(base, path)
    const link = lstatSync(full)
    if (link.isSymbolicLink() && !staysInside(full, realRoot)) {
      skipped.push({ path, reason: 'link out of the source', hits: 0 })
      continue
    }
    const status = link.isSymbolicLink() ? statSync(full) : link
    if (status.isDirectory()) {
      // A linked folder is seen where it really lies; following it twice could loop.
      if (link.isSymbolicLink()) skipped.push({ path, reason: 'link to a folder of the source', hits: 0 })
      else if (SKIPPED_FOLDERS[name] !== undefined) skipFolder(base, path, SKIPPED_FOLDERS[name], skipped)
      else visit(base, path, realRoot, files, skipped)
    } else if (status.isFile()) addFile(full, path, status, files, skipped)
  }
}

function addFile(
  full: string,
  path: string,
  status: { size: number; mode: number },
  files: FileEntry[],
  skipped: SkippedFile[],
): void {
  if (status.size > MAX_BYTES) skipped.push({ path, reason: 'larger than 2 MB', hits: traces(full) })
  else if (isBinary(full)) skipped.push({ path, reason: 'binary', hits: traces(full) })
  else files.push({ path, size: status.size, mode: status.mode & 0o777 })
}

/** Installed packages are many and not ours: one line, no search inside. Other folders are searched. */
function skipFolder(base: string, path: string, reason: string, skipped: SkippedFile[]): void {
  let hits = 0
  if (reason === 'vendored' || reason === 'build output')
    for (const file of filesBelow(join(base, path))) hits += traces(file)
  skipped.push({ path, reason, hits })
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(full) : entry.isFile() && statSync(full).size <= MAX_BYTES ? [full] : []
  })
}

function traces(file: string): number {
  return readFileSync(file, 'latin1').match(TRACE)?.length ?? 0
}

function isBinary(file: string): boolean {
  const head = readFileSync(file).subarray(0, 8192)
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  return !utf16 && head.includes(0)
}

function staysInside(link: string, realRoot: string): boolean {
  try {
    const real = realpathSync(link)
    return real === realRoot || real.startsWith(realRoot + sep)
  } catch {
    return false
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
