// A source file in a code language as the rules see it: literals with context, constants, uses, and texts put together.
// One walk collects the nodes that matter; contexts are worked out only for the places somebody asks about.
import type { Tree } from 'web-tree-sitter'
import type { Context, FileModel, Language, Site } from '../model.ts'
import { type SyntaxNode, shapeOf, walk } from '../syntax.ts'
import { callArguments } from './arguments.ts'
import { contextOf, type Dialect } from './climb.ts'
import { holder } from './holder.ts'
import { named } from './nodes.ts'
import { piecesAround } from './pieces.ts'
import { behindColon, constantAt, literalSite, partSite, plainSite } from './sites.ts'
import { hiddenUse, isLocal, isUse, useOf } from './uses.ts'

/** Node kinds and small facts that differ between code languages. */
export interface Grammar {
  language: Language
  strings: ReadonlySet<string>
  numbers: ReadonlySet<string>
  comments: ReadonlySet<string>
  identifiers: ReadonlySet<string>
  /** Calls, `new` included. */
  calls: ReadonlySet<string>
  /** Lists and tuples written in place. */
  lists: ReadonlySet<string>
  /** Maps and objects written in place. */
  maps: ReadonlySet<string>
  /** `owner.name`. */
  members: ReadonlySet<string>
  /** What a text that is put together passes on its way out: parentheses, arguments, conditions, calls. */
  passes: ReadonlySet<string>
  /** Names of calls that only turn numbers into text or back: `str(6105)`, `int(PORT)`. */
  conversion: RegExp
  /** Parents in which an identifier is a mere name: keywords, keys, imports. */
  names: RegExp
  /** More of them: the identifier names a method, a keyword, a property. */
  isName?(node: SyntaxNode, parent: SyntaxNode): boolean
  /** The use can mean what this value defines: same function, both plain names or both fields. */
  sees?(use: SyntaxNode, value: SyntaxNode): boolean
  /** Literals that are no plain strings. */
  formOf?(node: SyntaxNode): Site['form'] | undefined
  /** Content between the quotes, and whether backslashes escape. */
  contentOf(node: SyntaxNode): { start: number; end: number; escapes: Site['escapes'] }
  isDocstring(node: SyntaxNode): boolean
  isInterpolation(node: SyntaxNode): boolean
  /** References in a literal that the grammar shows no nodes for. */
  hiddenReferences?(node: SyntaxNode): { name: string; start: number; end: number }[]
  /** Name and value of a definition, for nodes that define. */
  definition(node: SyntaxNode): { name: string; value: SyntaxNode | null } | undefined
  /** Last name of a reference expression (`self.host` → `host`); undefined when it is computed. */
  referenceName(node: SyntaxNode): string | undefined
  /** Operands of `+` or `%`, or the pattern and arguments of a format call. */
  combination(node: SyntaxNode): Combination | undefined
  argumentsOf(call: SyntaxNode): SyntaxNode[]
  keywordOf(argument: SyntaxNode): { name: string; value: SyntaxNode } | undefined
  /** Literals that carry literals of their own: the values of a struct tag. */
  partsOf?(node: SyntaxNode): LiteralPart[]
  dialect(definitionOf: (name: string) => SyntaxNode | undefined): Dialect
}

/** A value inside another literal, with the names it goes by and the variable it is the default of. */
export interface LiteralPart {
  start: number
  end: number
  path: string[]
  env?: string
}

export type Combination =
  | { kind: 'join'; operands: SyntaxNode[] }
  | { kind: 'format'; pattern: SyntaxNode; values: SyntaxNode[]; holes: RegExp }

/** How many literals before and after one may belong to its group. */
const NEAR = 12

interface Collected {
  strings: SyntaxNode[]
  numbers: SyntaxNode[]
  comments: SyntaxNode[]
  identifiers: Map<string, SyntaxNode[]>
  hidden: Map<string, { literal: SyntaxNode; start: number; end: number }[]>
  definitions: Map<string, (SyntaxNode | null)[]>
  errors: { start: number; end: number }[]
}

export function codeModel(tree: Tree, text: string, grammar: Grammar): FileModel {
  const all = collect(tree.rootNode, grammar)
  const single = (name: string): SyntaxNode | undefined => {
    const found = all.definitions.get(name)
    return found?.length === 1 ? (found[0] ?? undefined) : undefined
  }
  const seen = (node: SyntaxNode, name: string): boolean => {
    const value = single(name)
    return value === undefined || grammar.sees?.(node, value) !== false
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
  const parts = (node: SyntaxNode): Site[] =>
    (grammar.partsOf?.(node) ?? []).map((part) => partSite(part, text, context(node)))
  const literal = (node: SyntaxNode, offset: number): Site =>
    parts(node).find((part) => part.start <= offset && offset < part.end) ?? site(node)
  const numbersAmong = (plain: readonly SyntaxNode[]): Site[] =>
    [
      ...[...plain, ...all.strings.filter((node) => holdsDigits(node, text, grammar))].map(site),
      ...all.strings.flatMap(parts).filter((part) => /^:?\d{2,5}$/.test(part.raw)),
    ].map(behindColon)
  let numbers: Site[] | undefined

  return {
    language: grammar.language,
    siteAt: (offset) => siteAt(offset, all, text, literal) ?? constantAt(offset, tree, text, context),
    numbers: (wanted) => {
      if (wanted !== undefined && numbers === undefined) {
        const isWanted = (node: SyntaxNode): boolean =>
          wanted(Number(text.slice(node.startIndex, node.endIndex).replaceAll('_', '')))
        return numbersAmong(all.numbers.filter(isWanted))
      }
      numbers ??= numbersAmong(all.numbers)
      return numbers
    },
    pairOf: (one) => {
      const node = all.strings.find(({ startIndex, endIndex }) => startIndex <= one.start && one.start < endIndex)
      const list = node?.parent
      if (!list || !grammar.lists.has(list.type)) return undefined
      const [first, second, ...more] = named(list).filter(({ type }) => !grammar.comments.has(type))
      const isPair = first?.id === node.id && more.length === 0 && second !== undefined
      return isPair && (grammar.numbers.has(second.type) || grammar.strings.has(second.type)) ? site(second) : undefined
    },
    beside: (one) => {
      const at = all.strings.findIndex((node) => node.startIndex <= one.start && one.start < node.endIndex)
      return all.strings
        .slice(Math.max(0, at - NEAR), at + NEAR)
        .filter((node, index, near) => near[index] !== all.strings[at] && context(node).scope === one.context.scope)
        .map(site)
    },
    definitions: (name) =>
      (all.definitions.get(name) ?? []).map((node) => definitionSite(node, text, grammar, context)),
    exported: (name) =>
      (all.definitions.get(name) ?? [])
        .filter((node) => node !== null && !isLocal(node))
        .map((node) => definitionSite(node, text, grammar, context)),
    uses: (name) => [
      ...(all.identifiers.get(name) ?? [])
        .filter((node) => isUse(node, grammar) && seen(node, name))
        .map((node) => useOf(node, grammar, context)),
      ...(all.hidden.get(name) ?? []).map(({ literal, start, end }) =>
        hiddenUse(literal, start, end, grammar, context),
      ),
    ],
    mentions: (pattern) => [...all.identifiers.keys()].some((name) => pattern.test(name)),
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
    hidden: new Map(),
    definitions: new Map(),
    errors: [],
  }
  for (const node of walk(root)) {
    // Each look at the kind of a node is a call into the engine.
    const { type } = node
    if (grammar.strings.has(type)) all.strings.push(node)
    else if (grammar.numbers.has(type)) all.numbers.push(node)
    else if (grammar.comments.has(type)) all.comments.push(node)
    else if (grammar.identifiers.has(type)) push(all.identifiers, node.text, node)
    if (grammar.hiddenReferences && grammar.strings.has(type))
      for (const { name, start, end } of grammar.hiddenReferences(node))
        push(all.hidden, name, { literal: node, start, end })
    if (type === 'ERROR' || node.isMissing)
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

function siteAt(
  offset: number,
  all: Collected,
  text: string,
  site: (node: SyntaxNode, offset: number) => Site,
): Site | undefined {
  const comment = holder(offset, all.comments)
  if (comment) return plainSite('comment', comment, text)
  const node = stringAt(offset, all)
  return node ? site(node, offset) : undefined
}

function stringAt(offset: number, all: Collected): SyntaxNode | undefined {
  return holder(offset, all.strings)
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

/** `"6105"`, `":6105"`, and the default in `"${depot.port:6107}"`. */
function holdsDigits(node: SyntaxNode, text: string, grammar: Grammar): boolean {
  if (!/\d{2,5}\W{0,6}$/.test(text.slice(Math.max(node.startIndex, node.endIndex - 12), node.endIndex))) return false
  const { start, end } = grammar.contentOf(node)
  return /^:?\d{2,5}$/.test(text.slice(start, end))
}
