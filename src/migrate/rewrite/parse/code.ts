// A source file in a code language as the rules see it: literals with context, constants, uses, and texts put together.
// One walk collects the nodes that matter; contexts are worked out only for the places somebody asks about.
import type { Tree } from 'web-tree-sitter'
import type { CallArgument, Context, FileModel, Language, Piece, Site, Use } from '../model.ts'
import { type SyntaxNode, shapeOf, walk } from '../syntax.ts'
import { contextOf, type Dialect } from './climb.ts'

/** Node kinds and small facts that differ between code languages. */
export interface Grammar {
  language: Language
  strings: ReadonlySet<string>
  numbers: ReadonlySet<string>
  comments: ReadonlySet<string>
  identifiers: ReadonlySet<string>
  /** Content between the quotes, and whether backslashes escape. */
  contentOf(node: SyntaxNode): { start: number; end: number; escapes: Site['escapes'] }
  isDocstring(node: SyntaxNode): boolean
  isInterpolation(node: SyntaxNode): boolean
  /** Name and value of a definition, for nodes that define. */
  definition(node: SyntaxNode): { name: string; value: SyntaxNode | null } | undefined
  /** Last name of a reference expression (`self.host` → `host`); undefined when it is computed. */
  referenceName(node: SyntaxNode): string | undefined
  /** Operands of `+` or `%`, or the pattern and arguments of a format call. */
  combination(node: SyntaxNode): Combination | undefined
  argumentsOf(call: SyntaxNode): SyntaxNode[]
  keywordOf(argument: SyntaxNode): { name: string; value: SyntaxNode } | undefined
  dialect(definitionOf: (name: string) => SyntaxNode | undefined): Dialect
}

export type Combination =
  | { kind: 'join'; operands: SyntaxNode[] }
  | { kind: 'format'; pattern: SyntaxNode; values: SyntaxNode[]; holes: RegExp }

interface Collected {
  strings: SyntaxNode[]
  numbers: SyntaxNode[]
  comments: SyntaxNode[]
  identifiers: Map<string, SyntaxNode[]>
  definitions: Map<string, (SyntaxNode | null)[]>
  errors: { start: number; end: number }[]
}

export function codeModel(tree: Tree, text: string, grammar: Grammar): FileModel {
  const all = collect(tree.rootNode, grammar)
  const single = (name: string): SyntaxNode | undefined => {
    const found = all.definitions.get(name)
    return found?.length === 1 ? (found[0] ?? undefined) : undefined
  }
  const dialect = grammar.dialect(single)
  const contexts = new Map<number, Context>()
  const context = (node: SyntaxNode): Context => {
    const known = contexts.get(node.id)
    if (known !== undefined) return known
    const fresh = contextOf(node, dialect)
    contexts.set(node.id, fresh)
    return fresh
  }
  const site = (node: SyntaxNode): Site => literalSite(node, text, grammar, context(node))
  let numbers: Site[] | undefined

  return {
    language: grammar.language,
    siteAt: (offset) => siteAt(offset, all, text, site),
    numbers: () => {
      numbers ??= [...all.numbers, ...all.strings.filter((node) => /^.{0,2}["'`]\d{2,5}["'`]$/.test(node.text))].map(
        site,
      )
      return numbers
    },
    definitions: (name) =>
      (all.definitions.get(name) ?? []).map((node) => definitionSite(node, text, grammar, context)),
    uses: (name) =>
      (all.identifiers.get(name) ?? [])
        .filter((node) => isUse(node, grammar))
        .map((node) => useOf(node, grammar, context)),
    piecesAt: (offset) => {
      const node = stringAt(offset, all)
      return node && piecesAround(node, grammar)
    },
    argumentsOf: (callStart) => callArguments(callStart, tree.rootNode, grammar),
    damaged: (start, end) => all.errors.some((error) => error.start < end && start < error.end),
    shape: () => shapeOf(tree.rootNode),
  }
}

function collect(root: SyntaxNode, grammar: Grammar): Collected {
  const all: Collected = {
    strings: [],
    numbers: [],
    comments: [],
    identifiers: new Map(),
    definitions: new Map(),
    errors: [],
  }
  for (const node of walk(root)) {
    if (grammar.strings.has(node.type)) all.strings.push(node)
    else if (grammar.numbers.has(node.type)) all.numbers.push(node)
    else if (grammar.comments.has(node.type)) all.comments.push(node)
    else if (grammar.identifiers.has(node.type)) push(all.identifiers, node.text, node)
    if (node.type === 'ERROR' || node.isMissing)
      all.errors.push({ start: node.startIndex, end: Math.max(node.endIndex, node.startIndex + 1) })
    const defined = grammar.definition(node)
    if (defined) push(all.definitions, defined.name, defined.value)
  }
  return all
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function siteAt(offset: number, all: Collected, text: string, site: (node: SyntaxNode) => Site): Site | undefined {
  const comment = holder(offset, all.comments)
  if (comment) return plainSite('comment', comment, text)
  const node = stringAt(offset, all)
  return node ? site(node) : undefined
}

function stringAt(offset: number, all: Collected): SyntaxNode | undefined {
  return holder(offset, all.strings)
}

/** Innermost node of an ordered list that holds the offset. */
function holder(offset: number, nodes: readonly SyntaxNode[]): SyntaxNode | undefined {
  let found: SyntaxNode | undefined
  for (const node of nodes) {
    if (node.startIndex > offset) break
    if (offset < node.endIndex) found = node
  }
  return found
}

function literalSite(node: SyntaxNode, text: string, grammar: Grammar, context: Context): Site {
  if (grammar.numbers.has(node.type)) {
    return {
      form: 'number',
      start: node.startIndex,
      end: node.endIndex,
      raw: node.text,
      escapes: 'none',
      context,
      whole: true,
    }
  }
  const content = grammar.contentOf(node)
  return {
    form: grammar.isDocstring(node)
      ? 'docstring'
      : node.type === 'regex'
        ? 'regex'
        : node.type === 'jsx_text'
          ? 'docstring'
          : 'string',
    start: content.start,
    end: content.end,
    raw: text.slice(content.start, content.end),
    escapes: content.escapes,
    context,
    whole: !node.namedChildren.some((child) => child !== null && grammar.isInterpolation(child)),
  }
}

function plainSite(form: Site['form'], node: SyntaxNode, text: string): Site {
  const { startIndex: start, endIndex: end } = node
  return {
    form,
    start,
    end,
    raw: text.slice(start, end),
    escapes: 'none',
    context: { path: [], scope: 'file' },
    whole: true,
  }
}

function definitionSite(
  node: SyntaxNode | null,
  text: string,
  grammar: Grammar,
  context: (node: SyntaxNode) => Context,
): Site {
  const nowhere: Site = {
    form: 'opaque',
    start: -1,
    end: -1,
    raw: '',
    escapes: 'none',
    context: { path: [], scope: 'file' },
    whole: false,
  }
  if (node === null) return nowhere
  const value = { start: node.startIndex, end: node.endIndex }
  const literal = innermostLiteral(node, grammar)
  return literal
    ? { ...literalSite(literal, text, grammar, context(literal)), value }
    : { ...plainSite('opaque', node, text), value }
}

/** The one literal inside an expression such as `int(os.getenv("P", "6105"))`: its last string or number. */
function innermostLiteral(node: SyntaxNode, grammar: Grammar): SyntaxNode | undefined {
  let last: SyntaxNode | undefined
  for (const inner of walk(node)) if (grammar.strings.has(inner.type) || grammar.numbers.has(inner.type)) last = inner
  return last
}

function isUse(node: SyntaxNode, grammar: Grammar): boolean {
  const parent = node.parent
  if (parent === null) return false
  const defined = grammar.definition(parent)
  if (defined !== undefined && defined.value?.id !== node.id) return false
  return (
    !/^(keyword_argument|pair|import|dotted_name|import_specifier)/.test(parent.type) ||
    parent.childForFieldName('value')?.id === node.id
  )
}

function useOf(node: SyntaxNode, grammar: Grammar, context: (node: SyntaxNode) => Context): Use {
  const expression = referenceOf(node, grammar)
  const pieces = piecesAround(expression, grammar)
  return {
    start: expression.startIndex,
    end: expression.endIndex,
    context: context(expression),
    ...(pieces ? { pieces } : {}),
  }
}

/** `HOST` inside `self.HOST` or `Config.HOST`: the whole reference. */
function referenceOf(node: SyntaxNode, grammar: Grammar): SyntaxNode {
  const parent = node.parent
  return parent !== null &&
    /attribute|member_expression/.test(parent.type) &&
    grammar.referenceName(parent) === node.text
    ? parent
    : node
}

/** Climbs to the outermost text-building expression around a node and flattens it. */
function piecesAround(node: SyntaxNode, grammar: Grammar): Piece[] | undefined {
  let top: SyntaxNode | undefined = grammar.strings.has(node.type) ? node : undefined
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (grammar.strings.has(parent.type) || grammar.combination(parent)) top = parent
    else if (
      !/interpolation|template_substitution|parenthesized_expression|tuple|argument_list|arguments|^call|attribute|member_expression|concatenated_string/.test(
        parent.type,
      )
    )
      break
    else if (/^call/.test(parent.type) && !grammar.combination(parent) && !/^(str|String)\(/.test(parent.text)) break
  }
  return top && flatten(top, grammar)
}

function flatten(node: SyntaxNode, grammar: Grammar): Piece[] {
  const combination = grammar.combination(node)
  if (combination?.kind === 'join') return combination.operands.flatMap((operand) => flatten(operand, grammar))
  if (combination?.kind === 'format') return fillHoles(flatten(combination.pattern, grammar), combination, grammar)
  if (grammar.strings.has(node.type)) return stringPieces(node, grammar)
  if (/^(parenthesized_expression)$/.test(node.type)) return flatten(node.namedChildren[0]!, grammar)
  const wrapped = /^(str|String)\(([A-Za-z_][\w.]*)\)$/.exec(node.text)
  const name = grammar.referenceName(node) ?? wrapped?.[2]
  return [
    {
      kind: 'ref',
      start: node.startIndex,
      end: node.endIndex,
      ...(name === undefined ? {} : { name: name.slice(name.lastIndexOf('.') + 1) }),
    },
  ]
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
  for (const child of node.namedChildren) {
    if (child === null || !grammar.isInterpolation(child)) continue
    addText(child.startIndex)
    const inner = child.namedChildren[0]
    const name = inner ? grammar.referenceName(inner) : undefined
    pieces.push({ kind: 'ref', start: child.startIndex, end: child.endIndex, ...(name === undefined ? {} : { name }) })
    from = child.endIndex
  }
  addText(content.end)
  return pieces
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
      const value = format.values[/^\d+$/.test(hole[1] ?? '') ? Number(hole[1]) : next++]
      const name = value && grammar.referenceName(value)
      if (value && (grammar.strings.has(value.type) || grammar.numbers.has(value.type)))
        parts.push(...literalPieces(value, grammar))
      else
        parts.push({
          kind: 'ref',
          start: piece.start + hole.index,
          end: piece.start + hole.index + hole[0].length,
          ...(name ? { name } : {}),
        })
      from = hole.index + hole[0].length
    }
    if (from < piece.raw.length) parts.push(slice(piece, from, piece.raw.length))
    return parts
  })
}

function slice(piece: Extract<Piece, { kind: 'text' }>, from: number, to: number): Piece {
  return { kind: 'text', start: piece.start + from, end: piece.start + to, raw: piece.raw.slice(from, to) }
}

function callArguments(callStart: number, root: SyntaxNode, grammar: Grammar): CallArgument[] {
  let node = root.namedDescendantForIndex(callStart)
  while (node !== null && !(/^(call|call_expression|new_expression)$/.test(node.type) && node.startIndex === callStart))
    node = node.parent
  // The outermost call that starts there is the chain's last; inner ones hold fewer arguments of interest.
  let call = node
  const found: CallArgument[] = []
  while (call !== null && call.startIndex === callStart) {
    if (/^(call|call_expression|new_expression)$/.test(call.type)) found.push(...argumentsOf(call, grammar))
    call = call.parent
  }
  return found
}

function argumentsOf(call: SyntaxNode, grammar: Grammar): CallArgument[] {
  return grammar.argumentsOf(call).flatMap((argument, index): CallArgument[] => {
    const keyword = grammar.keywordOf(argument)
    const value = keyword?.value ?? argument
    const base = { argument: keyword?.name ?? index }
    if (/^(tuple|list|array)$/.test(value.type)) {
      return value.namedChildren.flatMap((item, element) =>
        item ? [{ ...base, element, ...described(item, grammar) }] : [],
      )
    }
    if (value.type === 'object') {
      return value.namedChildren.flatMap((pair): CallArgument[] => {
        const property = pair && grammar.keywordOf(pair)
        return property ? [{ argument: property.name, ...described(property.value, grammar) }] : []
      })
    }
    return [{ ...base, ...described(value, grammar) }]
  })
}

function described(node: SyntaxNode, grammar: Grammar): { start: number; end: number; name?: string } {
  const wrapped = /^(?:int|str|Number|String|parseInt)\(([A-Za-z_][\w.]*)\)$/.exec(node.text)?.[1]
  const name = grammar.referenceName(node) ?? wrapped?.slice(wrapped.lastIndexOf('.') + 1)
  return { start: node.startIndex, end: node.endIndex, ...(name === undefined ? {} : { name }) }
}
