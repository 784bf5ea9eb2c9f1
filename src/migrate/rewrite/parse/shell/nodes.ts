// Commands of a shell script, read by the one reader of command lines.
import type { SyntaxNode } from '../../syntax.ts'
import { type Argument, readCommand } from '../command/read.ts'
import type { Word } from '../command/words.ts'
import { named } from '../nodes.ts'

/** Content of a literal: without quotes. */
export function contentOf(node: SyntaxNode): { start: number; end: number; escapes: 'none' } {
  const { startIndex: start, endIndex: end, type } = node
  const open = type === 'string' || type === 'raw_string' ? 1 : type === 'ansi_c_string' ? 2 : 0
  return { start: start + open, end: Math.max(start + open, end - Math.min(open, 1)), escapes: 'none' }
}

/** The value of a command's word as the reader sees it. */
export function argumentIn(child: SyntaxNode, command: SyntaxNode): Argument | undefined {
  const found = readCommand('', wordsOf(command))
  return found.find(({ start, end }) => child.startIndex <= start && end <= child.endIndex)
}

function wordsOf(command: SyntaxNode): Word[] {
  return named(command)
    .filter(({ type }) => !/^(variable_assignment|file_redirect|herestring_redirect|heredoc_redirect)$/.test(type))
    .map((node) => {
      const literal = node.type === 'command_name' ? (node.namedChildren[0] ?? node) : node
      const { start, end } = contentOf(literal)
      return { start, end, raw: literal.text.slice(start - literal.startIndex, end - literal.startIndex) }
    })
}

/** `> file`: what the command prints is kept, so it is no message. */
export function writesFile(command: SyntaxNode): boolean {
  const statement = command.parent
  if (statement?.type !== 'redirected_statement') return false
  const redirects = named(statement).flatMap((node) => [node, ...named(node)])
  return redirects.some(
    (node) =>
      node.type === 'file_redirect' && />/.test(node.text) && !/>\s*&|\/dev\/(null|stderr|stdout|tty)/.test(node.text),
  )
}

/** Name of a variable in `$X`, `${X}`, `${X:-…}`. */
export function variableIn(node: SyntaxNode): string | undefined {
  if (node.type === 'variable_name') return node.text
  if (node.type !== 'simple_expansion' && node.type !== 'expansion') return undefined
  return named(node).find(({ type }) => type === 'variable_name')?.text
}

/** `:-` of `${X:-…}`. */
export function defaultOperator(node: SyntaxNode): string | undefined {
  return node.children.find((child) => child !== null && /^:?[-=]$/.test(child.type))?.type
}
