// Which parser reads a file, and which files are none of ours (vendored, generated): counted, never edited.

import type { GrammarName } from '../../model/source.ts'
import type { Language } from './model.ts'

const BY_EXTENSION: Record<string, Language> = {
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'javascript',
  mts: 'javascript',
  cts: 'javascript',
  tsx: 'javascript',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'other',
  webmanifest: 'json',
  md: 'document',
  markdown: 'document',
  rst: 'document',
  txt: 'document',
  adoc: 'document',
  bat: 'launcher',
  cmd: 'launcher',
  ps1: 'launcher',
}

export function languageOf(file: string): Language {
  const name = baseName(file)
  if (/^\.env(\..+)?$/.test(name) || /\.env$/.test(name)) return 'dotenv'
  if (/^requirements.*\.txt$/i.test(name)) return 'other'
  if (/^(readme|changelog|license|notice|copying|authors)$/i.test(name)) return 'document'
  return BY_EXTENSION[extension(name)] ?? 'other'
}

export function grammarOf(file: string): GrammarName {
  const kind = extension(baseName(file))
  if (kind.startsWith('py')) return 'python'
  if (kind === 'tsx') return 'tsx'
  // The JavaScript grammar knows JSX; plain TypeScript does not (`<T>x` is a cast there).
  return kind.endsWith('ts') ? 'typescript' : 'javascript'
}

/** Reason why a text file is not ours to edit; its hits are listed with role `dynamic`. */
export function generatedReason(file: string, head: string): string | undefined {
  const name = baseName(file)
  if (/(^|\/)(node_modules|vendor|third_party|site-packages|bower_components|\.venv|venv|dist-packages)\//.test(file))
    return 'vendored'
  if (/\.min\.(js|css)$|\.bundle\.js$|-bundle\.js$|\.map$/.test(name)) return 'minified'
  if (/^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|Pipfile\.lock)$/.test(name))
    return 'lock file'
  if (/_pb2(_grpc)?\.py$|_pb\.(js|ts)$|\.pb\.go$|\.g\.cs$/.test(name)) return 'generated'
  const banner = head.slice(0, 600).split('\n').slice(0, 5)
  if (
    banner.some((line) =>
      /^\s*(#|\/\/|\/\*|\*|<!--).*(@generated|do not edit|automatically generated|auto-?generated)/i.test(line),
    )
  )
    return 'generated'
  return undefined
}

export function isTestFile(file: string): boolean {
  return (
    /(^|\/)(tests?|__tests__|specs?|e2e|testing|__mocks__|fixtures|testdata)\//i.test(file) ||
    /(^|\/)(test_[^/]*\.py|[^/]*_test\.py|conftest\.py|[^/]*\.(test|spec|e2e|cy)\.[cm]?[jt]sx?)$/i.test(file)
  )
}

export function isProbeFile(file: string): boolean {
  return /(^|\/)(docker[-_]?)?(health[-_]?check|health[-_]?probe|liveness|readiness)[^/]*\.\w+$/i.test(file)
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

export function extension(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}
