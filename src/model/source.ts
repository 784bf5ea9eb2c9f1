// A legacy tree as the migration sees it: names and bytes, nothing that could write. `observe/legacy.ts` reads it from disk.
import type { Tree } from 'web-tree-sitter'

export interface FileEntry {
  /** Relative to the source root, `/` as separator. */
  path: string
  size: number
  /** POSIX permission bits, e.g. 0o644. */
  mode: number
}

/** A file that is there but not read as text: counted and searched for loopback, never edited. */
export interface SkippedFile {
  path: string
  reason: string
  /** Loopback or legacy traces seen in its bytes. */
  hits: number
  /** Nobody could look inside: told even without a trace. */
  isUnread?: true
}

export interface SourceFiles {
  /** Text files, sorted by path. */
  list(): readonly FileEntry[]
  read(path: string): Uint8Array
  skipped?(): readonly SkippedFile[]
}

export interface TreeEntry {
  /** Relative to the root of the tree, `/` as separator. */
  path: string
  /** Permission bits. */
  mode: number
  /** Told, never copied: why. */
  leftOut?: string
  /** A file or folder nobody may read: the copy cannot be whole. */
  isUnread?: boolean
}

/** A tree as the copy sees it: every file, whatever is in it. */
export interface SourceTree {
  list: (folder: string) => TreeEntry[]
  read: (path: string) => Uint8Array
}

export type GrammarName =
  | 'python'
  | 'javascript'
  | 'typescript'
  | 'tsx'
  | 'java'
  | 'kotlin'
  | 'c-sharp'
  | 'go'
  | 'ruby'
  | 'php'
  | 'rust'
  | 'bash'
  | 'powershell'
  | 'hcl'

/** Syntax trees on demand; each grammar loads on first use. Whoever parses frees the tree with `delete()`. */
export interface Grammars {
  parse(grammar: GrammarName, text: string): Promise<Tree>
}
