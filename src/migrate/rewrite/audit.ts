// The leftover audit: scans the result again and demands an owner for every hit. "Zero legacy values" means zero
// unexplained ones; a silent leftover fails the rewrite step (migration.md 6).
import type { EndpointFinding } from '../../model/endpoint.ts'
import { type ScanOptions, scan } from './hits.ts'
import { decode, lineStarts, positionAt } from './source.ts'

export interface Leftover {
  file: string
  line: number
  column: number
  text: string
}

const OWNING = new Set(['keep', 'env', 'shim', 'risk', 'ask', 'edit'])

/** What explains a hit: a finding, or the parser's word that it is no address at all (`"a:\n"`, `list[::1]`). */
export interface Explanations {
  findings: readonly EndpointFinding[]
  dismissed: readonly { file: string; line: number; text: string }[]
}

/** Hits of the edited files that nothing explains. Files as the findings name them. */
export function auditLeftovers(
  after: Iterable<[string, Uint8Array]>,
  { findings, dismissed }: Explanations,
  options: ScanOptions,
): Leftover[] {
  const found = Map.groupBy(findings, ({ file }) => file)
  const passed = Map.groupBy(dismissed, ({ file }) => file)
  const left: Leftover[] = []
  // One file at a time: what is given may read them as it goes.
  for (const [file, bytes] of after) {
    const explained = { findings: found.get(file) ?? [], dismissed: passed.get(file) ?? [] }
    left.push(...auditFile(file, bytes, explained, options))
  }
  return left
}

function auditFile(file: string, bytes: Uint8Array, explained: Explanations, options: ScanOptions): Leftover[] {
  const source = decode(bytes)
  if (source === undefined) return []
  const starts = lineStarts(source.body)
  // Edits never add or remove lines, so a finding still lies on its line; what it left there is its text or its replacement.
  const owned = new Map<number, string[]>()
  const own = (line: number, text: string): void => {
    const texts = owned.get(line)
    if (texts) texts.push(text)
    else owned.set(line, [text])
  }
  for (const one of explained.dismissed) own(one.line, one.text)
  for (const finding of explained.findings) {
    if (!OWNING.has(finding.action)) continue
    own(finding.line, finding.action === 'edit' ? (finding.replacement ?? '') : finding.text)
  }
  return scan(source.body, options).flatMap((hit) => {
    const place = positionAt(starts, hit.start)
    if (claim(owned.get(place.line) ?? [], hit.text)) return []
    return [{ file, ...place, text: hit.text }]
  })
}

/** Takes one owner for the text, so that two leftovers need two explanations. */
function claim(texts: string[], hit: string): boolean {
  const index = texts.findIndex((text) => text !== '' && (text.includes(hit) || hit.includes(text)))
  if (index < 0) return false
  texts[index] = texts[index]!.includes(hit) ? texts[index]!.replace(hit, '') : ''
  return true
}
