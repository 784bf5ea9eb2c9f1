// XML (app.config, web.xml, pom.xml, Spring beans, log4j, csproj) as values: attribute values and element texts, with the
// names of the elements as key path. `<add key="TariffUrl" value="…"/>` gives the value the key's name, not `value`.
import { parseXml, XmlElement, XmlError, type XmlNode, XmlText } from '@rgrove/parse-xml'
import type { FileModel } from '../../model.ts'
import { dataModel, isPort, type Value } from './values.ts'

/** Attributes that name what another attribute or the element's text is about. */
const NAMING = ['key', 'name', 'id', 'Include', 'property']
const NAMED = ['value', 'connectionString', 'baseAddress', 'address', 'uri', 'url', 'ref', 'defaultValue', 'default']

/** What the parser calls bytes are UTF-16 units, as ours. */
export function xmlModel(text: string): FileModel {
  const found: Found = { text, values: [], shape: [] }
  const errors: { start: number; end: number }[] = []
  try {
    const document = parseXml(text, { includeOffsets: true, ignoreUndefinedEntities: true })
    for (const node of document.children) visit(node, [], found)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    errors.push({ start: 0, end: text.length })
  }
  const { values, shape } = found
  return dataModel('xml', text, { values, errors, shape, inComment: (offset) => insideComment(text, offset) })
}

interface Found {
  text: string
  values: Value[]
  shape: string[]
}

function visit(node: XmlNode, path: string[], found: Found): void {
  if (node instanceof XmlText) addText(node, path, found)
  if (!(node instanceof XmlElement)) return
  found.shape.push(`<${node.name}>`)
  const named = NAMING.map((name) => node.attributes[name]).find((value) => value !== undefined && value !== '')
  const own = [...path, node.name, ...(named === undefined ? [] : named.split(/[.:]/))]
  for (const attribute of attributesOf(node, found)) {
    found.shape.push(attribute.name)
    const isNamed = named !== undefined && NAMED.includes(attribute.name)
    // Siblings `<add key="x_host" …/><add key="x_port" …/>` share their parent; attributes share their element.
    const scope = isNamed ? groupOf(node.parent) : groupOf(node)
    add(attribute.start, attribute.raw, isNamed ? own : [...own, attribute.name], scope, found)
  }
  for (const child of node.children) visit(child, own, found)
}

/** `<host>…</host><port>…</port>`: texts of sibling elements are one group. */
function addText(node: XmlText, path: string[], found: Found): void {
  // The parser joins the texts around a comment into one.
  const raw = found.text.slice(node.start, node.end).replaceAll(/<!--[\s\S]*?-->/g, blank)
  for (const part of raw.matchAll(/\S(?:.*\S)?/g))
    add(node.start + part.index, part[0], path, groupOf(node.parent?.parent ?? null), found)
}

function blank(text: string): string {
  return ' '.repeat(text.length)
}

function groupOf(node: { start: number } | null): string {
  return `element:${node?.start ?? 0}`
}

function add(start: number, raw: string, path: string[], scope: string, { values }: Found): void {
  values.push({ start, end: start + raw.length, escapes: 'none', path, scope, number: isPort(raw) })
}

/** The start tag again, for offsets the parser does not keep. */
function attributesOf(node: XmlElement, { text }: Found): { name: string; start: number; raw: string }[] {
  const found: { name: string; start: number; raw: string }[] = []
  const pattern = /\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y
  pattern.lastIndex = node.start + 1 + node.name.length
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const raw = match[2] ?? match[3] ?? ''
    found.push({ name: match[1]!, start: match.index + match[0].length - 1 - raw.length, raw })
  }
  return found
}

function insideComment(text: string, offset: number): boolean {
  const open = text.lastIndexOf('<!--', offset)
  return open >= 0 && !text.slice(open, offset).includes('-->')
}
