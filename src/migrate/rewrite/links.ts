// Constants across the files of one service: a host defined in `config.py` and completed with a port in `client.py` is one
// address. A linked model answers like the file's own, with the uses and definitions of other files added, each marked
// with its file; so the rules fold through imports without knowing of them (migration.md 3, "Fold").
import type { Grammars } from '../../model/source.ts'
import { mayHit, scan } from './hits.ts'
import { means, mentions, type Script } from './imports.ts'
import { generatedReason, isData, isTestFile, languageOf } from './language.ts'
import { definesConstant, type FileModel, type Site, type Use } from './model.ts'
import { type ParsedFile, parseFile } from './parse/file.ts'
import type { Registry } from './registry.ts'

export interface Links {
  /** The file's model with what other files add. */
  linked(file: string, model: FileModel): FileModel
  /** Files that others of the service point into, for edits that land there. */
  scripts: ReadonlyMap<string, Script & { model: FileModel }>
  free(): void
}

type Known = Script & ParsedFile

/** `scripts` is gone through twice and read anew each time: a large service must not lie in memory as a whole. */
export async function linkFiles(scripts: Iterable<Script>, registry: Registry, grammars: Grammars): Promise<Links> {
  const known = new Map<string, Known>()
  const names = new Set<string>()
  const parse = async (script: Script): Promise<Known | undefined> => {
    const parsed = known.get(script.file) ?? (await parseFile(script.file, script.text, grammars))
    if (parsed === undefined) return undefined
    const entry = { ...script, ...parsed }
    known.set(script.file, entry)
    return entry
  }
  // Files with traces stand before those that only complete them, also where they were put aside in between.
  const order = new Map<string, number>()
  for (const script of codeOf(scripts)) {
    if (!mayHit(script.text, NO_NAMES) && !mayHoldPort(script.text, registry)) continue
    const entry = await parse(script)
    if (entry === undefined) continue
    order.set(script.file, order.size)
    const shared = sharedNames(entry, registry)
    for (const name of shared) names.add(name)
    // Nothing of it is known elsewhere; whether it knows others is asked again below.
    if (shared.length > 0) continue
    entry.free()
    known.delete(script.file)
  }
  if (names.size > 0) {
    const any = new RegExp(`\\b(?:${[...names].join('|')})\\b`)
    for (const script of codeOf(scripts)) if (!known.has(script.file) && any.test(script.text)) await parse(script)
  }
  const rank = ({ file }: Known): number => order.get(file) ?? order.size
  const files = [...known.values()].sort((a, b) => rank(a) - rank(b))
  const views = new Map<string, FileModel>()
  const view = (script: Known): FileModel => views.get(script.file)!
  for (const script of files) views.set(script.file, withOthers(script, names, files, view))
  return {
    linked: (file, model) => views.get(file) ?? model,
    scripts: known,
    free: () => {
      for (const { free } of files) free()
    },
  }
}

const NO_NAMES = { names: [] }

function* codeOf(scripts: Iterable<Script>): Generator<Script> {
  for (const script of scripts)
    if (isCode(script.file) && generatedReason(script.file, script.text) === undefined) yield script
}

function isCode(file: string): boolean {
  const language = languageOf(file)
  return !isTestFile(file) && !isData(language) && !/^(document|launcher|markup|other)$/.test(language)
}

/** Constants that hold a trace, ports somebody listened on, and names that complete an address. */
function sharedNames({ text, model }: Known, registry: Registry): string[] {
  const found: (string | undefined)[] = []
  for (const { start } of scan(text, NO_NAMES)) {
    const site = model.siteAt(start)
    if (site === undefined || site.form === 'comment') continue
    found.push(definesConstant(site, model))
    for (const piece of model.piecesAt(start) ?? []) if (piece.kind === 'ref') found.push(piece.name)
    const { call } = site.context
    if (call) for (const argument of model.argumentsOf(call.start)) found.push(argument.name)
  }
  const isPort = (value: number): boolean => registry.ports.has(value)
  for (const site of model.numbers(isPort)) if (isPort(Number(site.raw))) found.push(definesConstant(site, model))
  return found.filter((name) => name !== undefined && /^\w{2,}$/.test(name)) as string[]
}

function mayHoldPort(text: string, registry: Registry): boolean {
  for (const [digits] of text.matchAll(/\b\d{2,5}\b/g)) if (registry.ports.has(Number(digits))) return true
  return false
}

function withOthers(
  self: Known,
  names: ReadonlySet<string>,
  files: readonly Known[],
  view: (script: Known) => FileModel,
): FileModel {
  const { model } = self
  const others = files.filter((known) => known !== self)
  const uses = remembering((name): Use[] => {
    const own = model.uses(name)
    if (!names.has(name) || model.exported(name).length !== 1) return own
    const foreign = others.flatMap((other) =>
      usesIn(other, self, name).map((use) => ({ ...use, file: other.file, model: view(other) })),
    )
    return [...own, ...foreign]
  })
  const definitions = remembering((name): Site[] => {
    const own = model.definitions(name)
    if (own.length > 0 || !names.has(name)) return own
    return others.filter((other) => mentions(self, other)).flatMap((other) => exportedBy(other, name))
  })
  return { ...model, uses, definitions }
}

function usesIn(other: Known, self: Script, name: string): Use[] {
  if (!mentions(other, self) || other.model.definitions(name).length > 0) return []
  return other.model.uses(name).filter((use) => means(other, self, name, use.owner))
}

function exportedBy(other: Known, name: string): Site[] {
  return other.model.exported(name).map((site) => ({ ...site, file: other.file }))
}

function remembering<T>(ask: (name: string) => T): (name: string) => T {
  const answers = new Map<string, T>()
  return (name) => {
    const known = answers.get(name)
    if (known !== undefined) return known
    const answer = ask(name)
    answers.set(name, answer)
    return answer
  }
}
