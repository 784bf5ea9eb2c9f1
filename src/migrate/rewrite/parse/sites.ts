// Sites of literals: whole ones, values inside others, digits behind a colon, and constants that stand for an address.
import type { Tree } from 'web-tree-sitter'
import { constantEnd } from '../constants.ts'
import type { Context, Site } from '../model.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Grammar, LiteralPart } from './code.ts'
import { interpolationsOf } from './pieces.ts'

export function literalSite(node: SyntaxNode, text: string, grammar: Grammar, context: Context): Site {
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
    form: grammar.isDocstring(node) ? 'docstring' : (grammar.formOf?.(node) ?? 'string'),
    start: content.start,
    end: content.end,
    raw: text.slice(content.start, content.end),
    escapes: content.escapes,
    context,
    whole: interpolationsOf(node, grammar).length === 0,
  }
}

export function plainSite(form: Site['form'], node: SyntaxNode, text: string): Site {
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

export function partSite(part: LiteralPart, text: string, context: Context): Site {
  const { start, end, path, env } = part
  return {
    form: 'string',
    start,
    end,
    raw: text.slice(start, end),
    escapes: 'backslash',
    context: { ...context, path, ...(env === undefined ? {} : { env }) },
    whole: true,
  }
}

export function behindColon(site: Site): Site {
  if (!site.raw.startsWith(':')) return site
  const { start, end, raw } = site
  return { ...site, start: start + 1, raw: raw.slice(1), literal: { start, end } }
}

/** `nats.DefaultURL`, `IPAddress.Loopback`: no literal, but an address all the same. */
export function constantAt(
  offset: number,
  tree: Tree,
  text: string,
  context: (node: SyntaxNode) => Context,
): Site | undefined {
  const end = constantEnd(text, offset)
  const node = end === undefined ? null : tree.rootNode.namedDescendantForIndex(offset, end - 1)
  if (node === null || end === undefined) return undefined
  return {
    ...plainSite('opaque', node, text),
    start: offset,
    end,
    raw: text.slice(offset, end),
    context: context(node),
  }
}
