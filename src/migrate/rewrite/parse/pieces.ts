// Texts that are put together at run time: templates, f-strings, `+`, `%` and `.format`, flattened to runs and references.
import { readsEnvironment } from '../calls.ts'
import type { Piece } from '../model.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Combination, Grammar } from './code.ts'

/** Climbs to the outermost text-building expression around a node and flattens it. */
export function piecesAround(node: SyntaxNode, grammar: Grammar): Piece[] | undefined {
  let top: SyntaxNode | undefined = grammar.strings.has(node.type) ? node : undefined
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (grammar.strings.has(parent.type) || grammar.combination(parent)) top = parent
    else if (!grammar.passes.has(parent.type)) break
    else if (grammar.calls.has(parent.type) && !handsOn(parent, grammar)) break
  }
  return top && flatten(top, grammar)
}

/** A text goes on outside a call that converts it, or that reads a variable with the text as its default. */
function handsOn(call: SyntaxNode, grammar: Grammar): boolean {
  const open = call.text.indexOf('(')
  return conversionOf(call, grammar) !== undefined || (open > 0 && readsEnvironment(call.text.slice(0, open).trim()))
}

function flatten(node: SyntaxNode, grammar: Grammar): Piece[] {
  const combination = grammar.combination(node)
  if (combination?.kind === 'join') return combination.operands.flatMap((operand) => flatten(operand, grammar))
  if (combination?.kind === 'format') return fillHoles(flatten(combination.pattern, grammar), combination, grammar)
  if (grammar.strings.has(node.type) || grammar.numbers.has(node.type)) return literalPieces(node, grammar)
  if (node.type === 'parenthesized_expression') return flatten(node.namedChildren[0]!, grammar)
  const literal = wrappedLiteral(node, grammar)
  if (literal) return literalPieces(literal, grammar)
  const converted = conversionOf(node, grammar)
  const name = grammar.referenceName(node) ?? (converted && grammar.referenceName(converted))
  return [
    {
      kind: 'ref',
      start: node.startIndex,
      end: node.endIndex,
      ...(name === undefined ? {} : { name: name.slice(name.lastIndexOf('.') + 1) }),
    },
  ]
}

/** `str(6105)`: the number is written out as it stands. */
function wrappedLiteral(node: SyntaxNode, grammar: Grammar): SyntaxNode | undefined {
  const only = conversionOf(node, grammar)
  return only && (grammar.numbers.has(only.type) || grammar.strings.has(only.type)) ? only : undefined
}

/** What `str(x)` or `int(x)` is about. */
export function conversionOf(node: SyntaxNode, grammar: Grammar): SyntaxNode | undefined {
  if (!grammar.calls.has(node.type)) return undefined
  const open = node.text.indexOf('(')
  if (open < 0 || !grammar.conversion.test(node.text.slice(0, open).trim())) return undefined
  const [only, ...others] = grammar.argumentsOf(node)
  return others.length === 0 ? only : undefined
}

function stringPieces(node: SyntaxNode, grammar: Grammar): Piece[] {
  const content = grammar.contentOf(node)
  const pieces: Piece[] = []
  let from = content.start
  const addText = (to: number): void => {
    if (to > from)
      pieces.push({
        kind: 'text',
        start: from,
        end: to,
        raw: node.text.slice(from - node.startIndex, to - node.startIndex),
      })
  }
  for (const { start, end, name } of interpolationsOf(node, grammar)) {
    addText(start)
    pieces.push({ kind: 'ref', start, end, ...(name === undefined ? {} : { name }) })
    from = end
  }
  addText(content.end)
  return pieces
}

/** References in a literal, in order. */
export function interpolationsOf(
  node: SyntaxNode,
  grammar: Grammar,
): { start: number; end: number; name?: string | undefined }[] {
  const shown = node.namedChildren.flatMap((child) => {
    if (child === null || !grammar.isInterpolation(child)) return []
    // Braces and formats of C# (`{port:D4}`) are nodes of their own.
    const inner = child.namedChildren.find((part) => part !== null && !/^interpolation_/.test(part.type))
    // The braces of PHP's `{$host}` stand beside the node.
    const braces = child.previousSibling?.type === '{' ? 1 : 0
    const name = grammar.referenceName(child) ?? (inner ? grammar.referenceName(inner) : undefined)
    return [{ start: child.startIndex - braces, end: child.endIndex + braces, name }]
  })
  return [...shown, ...(grammar.hiddenReferences?.(node) ?? [])].sort((a, b) => a.start - b.start)
}

/** A literal put into a format is text like the rest. */
function literalPieces(node: SyntaxNode, grammar: Grammar): Piece[] {
  if (grammar.strings.has(node.type)) return stringPieces(node, grammar)
  return [{ kind: 'text', start: node.startIndex, end: node.endIndex, raw: node.text }]
}

function fillHoles(pattern: Piece[], format: Extract<Combination, { kind: 'format' }>, grammar: Grammar): Piece[] {
  let next = 0
  return pattern.flatMap((piece): Piece[] => {
    if (piece.kind === 'ref') return [piece]
    const parts: Piece[] = []
    let from = 0
    for (const hole of piece.raw.matchAll(format.holes)) {
      if (hole.index > from) parts.push(slice(piece, from, hole.index))
      const key = hole[1] ?? ''
      const value = key === '' ? format.values[next++] : valueNamed(key, format.values, grammar)
      parts.push(...filled(slice(piece, hole.index, hole.index + hole[0].length), key, value, grammar))
      from = hole.index + hole[0].length
    }
    if (from < piece.raw.length) parts.push(slice(piece, from, piece.raw.length))
    return parts
  })
}

function filled(hole: Piece, key: string, value: SyntaxNode | undefined, grammar: Grammar): Piece[] {
  if (value && (grammar.strings.has(value.type) || grammar.numbers.has(value.type)))
    return literalPieces(value, grammar)
  // The hole may name the value itself: `{host}` in Rust.
  const name = value ? grammar.referenceName(value) : /^[A-Za-z_]\w*$/.test(key) ? key : undefined
  const given = value === undefined ? {} : { value: { start: value.startIndex, end: value.endIndex } }
  return [{ kind: 'ref', start: hole.start, end: hole.end, ...(name ? { name } : {}), ...given }]
}

/** `{0}` by position, `{host}` by keyword. */
function valueNamed(key: string, values: readonly SyntaxNode[], grammar: Grammar): SyntaxNode | undefined {
  if (/^\d+$/.test(key)) return values[Number(key)]
  return values.map((value) => grammar.keywordOf(value)).find((keyword) => keyword?.name === key)?.value
}

function slice(piece: Extract<Piece, { kind: 'text' }>, from: number, to: number): Piece {
  return { kind: 'text', start: piece.start + from, end: piece.start + to, raw: piece.raw.slice(from, to) }
}
