// Vue, Svelte, HTML and server pages: scripts are read as JavaScript where they stand, the rest is attributes, text and
// comments. Everything outside the scripts is blanked before parsing, so that offsets stay those of the file.
import type { Grammars } from '../../../model/source.ts'
import type { Context, FileModel, Site } from '../model.ts'
import { codeModel } from './code.ts'
import type { ParsedFile } from './file.ts'
import { JAVASCRIPT } from './javascript/grammar.ts'

interface Span {
  start: number
  end: number
}

interface Attribute extends Span {
  path: string[]
}

export async function parseMarkup(text: string, grammars: Grammars): Promise<ParsedFile> {
  const scripts = scriptsOf(text)
  const typed = /<script[^>]*\blang=["']tsx?["']/.test(text)
  const tree = await grammars.parse(typed ? 'typescript' : 'javascript', onlyScripts(text, scripts))
  const code = codeModel(tree, text, JAVASCRIPT)
  const attributes = attributesOf(text, scripts)
  const inScript = (offset: number): boolean => scripts.some(({ start, end }) => start <= offset && offset < end)
  const model: FileModel = {
    ...code,
    language: 'markup',
    siteAt: (offset) => (inScript(offset) ? code.siteAt(offset) : siteIn(text, offset, attributes)),
  }
  return { model, free: () => tree.delete() }
}

function scriptsOf(text: string): Span[] {
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script\s*>/gi)].map((match) => {
    const start = match.index + match[0].indexOf('>') + 1
    return { start, end: start + match[1]!.length }
  })
}

function onlyScripts(text: string, scripts: readonly Span[]): string {
  let from = 0
  let blanked = ''
  for (const { start, end } of scripts) {
    blanked += text.slice(from, start).replaceAll(/[^\r\n]/g, ' ') + text.slice(start, end)
    from = end
  }
  return blanked + text.slice(from).replaceAll(/[^\r\n]/g, ' ')
}

function attributesOf(text: string, scripts: readonly Span[]): Attribute[] {
  const found: Attribute[] = []
  for (const tag of text.matchAll(/<([A-Za-z][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g)) {
    if (scripts.some(({ start, end }) => start <= tag.index && tag.index < end)) continue
    const from = tag.index + 1 + tag[1]!.length
    for (const match of tag[2]!.matchAll(/([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
      const raw = match[2] ?? match[3] ?? ''
      const end = from + match.index + match[0].length - 1
      found.push({ start: end - raw.length, end, path: [tag[1]!, match[1]!] })
    }
  }
  return found
}

function siteIn(text: string, offset: number, attributes: readonly Attribute[]): Site {
  const attribute = attributes.find(({ start, end }) => start <= offset && offset < end)
  if (attribute) return site('string', attribute, text, { path: attribute.path, scope: `tag:${attribute.start}` })
  const open = text.lastIndexOf('<!--', offset)
  const commented = open >= 0 && !text.slice(open, offset).includes('-->')
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const next = text.indexOf('\n', offset)
  const line = { start, end: next < 0 ? text.length : next }
  return site(commented ? 'comment' : 'docstring', line, text, { path: [], scope: 'file' })
}

function site(form: Site['form'], { start, end }: Span, text: string, context: Context): Site {
  return { form, start, end, raw: text.slice(start, end), escapes: 'none', context, whole: true }
}
