// What is wrong with a definition, and where: file, line and key path. Apart from the parser, because most commands meet no problem
// and should not wait for YAML and schemas to be loaded.
import { TradeError } from '../model/errors.ts'

export type Path = (string | number)[]

export interface YamlSource {
  file: string
  value: unknown
  /** 1-based position of the node at a key path, or of its nearest existing parent. */
  at(path: Path): { line: number; column: number }
}

/** One complaint: where, which key, what was found and what was expected. */
export interface Problem {
  file: string
  line: number
  column: number
  path: string
  message: string
}

export function problem(source: YamlSource, path: Path, message: string): Problem {
  return { file: source.file, ...source.at(path), path: pathText(path), message }
}

export function invalid(problems: Problem[]): TradeError {
  const lines = problems.map(
    (p) => `${p.file}:${p.line}:${p.column}: ${p.path === '' ? '' : `${p.path}: `}${p.message}`,
  )
  return new TradeError('DEFINITION_INVALID', lines.join('\n'), {
    facts: { problems },
    hints: ['trade2026 doctor'],
  })
}

function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('')
}
