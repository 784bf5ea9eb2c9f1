// YAML with positions: every complaint about a definition names file, line and key path.
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { ZodError, ZodType } from 'zod'
import type { TradeError } from '../model/errors.ts'
import { invalid, type Path, type Problem, problem, type YamlSource } from './problems.ts'

/** Parses one YAML document. Throws DEFINITION_INVALID with every syntax error and its position. */
export function parseYaml(text: string, file: string): YamlSource {
  const lineCounter = new LineCounter()
  const refused = (message: string) => invalid([{ file, line: 1, column: 1, path: '', message }])
  const document = bounded(refused, () => parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true }))
  if (document.errors.length > 0) {
    throw invalid(
      document.errors.map((error) => {
        const { line, col } = lineCounter.linePos(error.pos[0])
        return { file, line, column: col, path: '', message: error.message }
      }),
    )
  }
  const at = (path: Path): { line: number; column: number } => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) {
        const { line, col } = lineCounter.linePos(node.range[0])
        return { line, column: col }
      }
    }
    return { line: 1, column: 1 }
  }
  // The limit guards against documents that grow without end when their aliases are expanded.
  return { file, value: bounded(refused, () => document.toJS({ maxAliasCount: 100 }) as unknown), at }
}

/** The parser's own limits: it throws where a document nests without end or its aliases would fill the memory. */
function bounded<T>(refused: (message: string) => TradeError, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof RangeError) throw refused('is nested deeper than can be read')
    if (error instanceof ReferenceError) throw refused('has aliases that expand without end, or that name nothing')
    throw error
  }
}

/** The validated value, or the list of problems of this file. */
export function validate<T>(schema: ZodType<T>, source: YamlSource): { value: T } | { problems: Problem[] } {
  const result = schema.safeParse(source.value)
  return result.success ? { value: result.data } : { problems: problemsOf(result.error, source) }
}

/** Like `validate`, but throws DEFINITION_INVALID. */
export function parseWith<T>(schema: ZodType<T>, text: string, file: string): T {
  const result = validate(schema, parseYaml(text, file))
  if ('problems' in result) throw invalid(result.problems)
  return result.value
}

function problemsOf(error: ZodError, source: YamlSource): Problem[] {
  return error.issues.map((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      const key = issue.keys[0] ?? ''
      return problem(source, [...path, key], `unknown key; expected one the schema names`)
    }
    return problem(source, path, issue.message)
  })
}
