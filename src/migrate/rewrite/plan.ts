// The rewrite of one service, planned: findings, edits, environment, questions. Survey and migrate both call this one
// function, so what is reported is what is applied, byte for byte.
import type { EndpointFinding, Question } from '../../model/endpoint.ts'
import type { Grammars, SourceFiles } from '../../model/source.ts'
import { applyEdits, effectiveEdits, type PlannedEdit } from './apply.ts'
import { collectEnvironment, type EnvironmentEntry } from './environment.ts'
import { emptyPlan, type FileInput, type FilePlan, planFile } from './file-plan.ts'
import { frontEnds, type IsBrowser, isManifest } from './fronts.ts'
import { scan } from './hits.ts'
import type { Script } from './imports.ts'
import { languageOf } from './language.ts'
import { type Links, linkFiles } from './links.ts'
import { parseFile } from './parse/file.ts'
import type { Answers } from './questions.ts'
import type { Registry } from './registry.ts'
import { CONTAINER_TARGETS, renderParts } from './render.ts'
import { settleEdits } from './settle.ts'
import { decode, lineStarts, positionAt } from './source.ts'

export interface RewriteInput {
  service: string
  /** Folder of the service below the source root; findings name files from the source root, edits from here. */
  root?: string
  /** Files of the service, paths relative to `root`. */
  files: SourceFiles
  registry: Registry
  answers?: Answers
  grammars: Grammars
  /** Service that a line of a launcher speaks to. */
  ownerOf?: (file: string, line: number) => string | undefined
  /** Who is asked about a file, by its name from the source root: what several services share is asked about once. */
  askedFor?: (file: string) => string
}

export interface RewritePlan {
  findings: EndpointFinding[]
  /** By file, relative to the service folder; also spans that stay the same in containers but move on the local runtime. */
  edits: Map<string, PlannedEdit[]>
  environment: Record<string, EnvironmentEntry>
  questions: Question[]
  notCovered: { file: string; reason: string; hits: number }[]
  mounts: { path: string; target: string }[]
  /** Hits that are no address at all, for the audit. */
  dismissed: { file: string; line: number; text: string }[]
}

export async function planRewrite(input: RewriteInput): Promise<RewritePlan> {
  const plan: RewritePlan = {
    findings: [],
    edits: new Map(),
    environment: {},
    questions: [],
    notCovered: [],
    mounts: [],
    dismissed: [],
  }
  const planned: Planned[] = []
  const scripts = { [Symbol.iterator]: () => scriptsOf(input) }
  const links = await linkFiles(scripts, input.registry, input.grammars)
  const isBrowser = frontEnds([...scriptsOf(input, isManifest)])
  for (const { path } of input.files.list()) {
    const file = input.root ? `${input.root}/${path}` : path
    const bytes = input.files.read(path)
    const source = decode(bytes)
    if (source === undefined) {
      const hits = scan(withoutNul(bytes), { names: [...input.registry.renames.keys()] }).length
      if (hits > 0) plan.notCovered.push({ file, reason: 'its bytes do not survive decoding and encoding', hits })
      continue
    }
    const found = await planFile(fileInput(file, source.body, links, isBrowser, input))
    if (found?.notCovered) plan.notCovered.push({ file, ...found.notCovered })
    else if (found) planned.push({ path, file, plan: changesNothing(found) ? withoutTree(found) : found })
  }
  try {
    moveDrafts(planned, links, input)
    collectEnvironment(planned, plan, input)
    for (const one of planned) await collectFile(one, plan, input)
  } finally {
    for (const one of planned) one.plan.free()
    links.free()
  }
  plan.findings.sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1))
  plan.notCovered.push(...skippedIn(input))
  plan.questions = mergeQuestions(plan.questions)
  return plan
}

function skippedIn({ root, files }: RewriteInput): RewritePlan['notCovered'] {
  const told = (files.skipped?.() ?? []).filter(({ hits, isUnread }) => hits > 0 || isUnread)
  return told.map(({ path, reason, hits }) => ({ file: root ? `${root}/${path}` : path, reason, hits }))
}

function fileInput(
  file: string,
  text: string,
  links: Links,
  isBrowser: IsBrowser,
  { service, registry, answers = {}, grammars, ownerOf, askedFor }: RewriteInput,
): FileInput {
  const owners = ownerOf === undefined ? {} : { ownerAt: (line: number) => ownerOf(file, line) }
  const asked = askedFor === undefined ? {} : { asked: askedFor(file) }
  return { service, file, text, registry, answers, grammars, links, isBrowser, ...owners, ...asked }
}

/** Its findings only tell: nothing of the file is looked at again. */
function changesNothing({ drafts }: FilePlan): boolean {
  return drafts.every(({ replacement, file }) => replacement === undefined && file === undefined)
}

/** Syntax trees are most of what a large service would hold in memory. */
function withoutTree({ model: _, free, ...rest }: FilePlan): FilePlan {
  free()
  return { ...rest, free: () => {} }
}

interface Planned {
  path: string
  /** From the source root, as reported. */
  file: string
  plan: FilePlan
}

function* scriptsOf({ root, files }: RewriteInput, isWanted = (_path: string) => true): Generator<Script> {
  for (const { path } of files.list()) {
    if (!isWanted(path)) continue
    const source = languageOf(path) === 'other' ? undefined : decode(files.read(path))
    if (source !== undefined) yield { file: root ? `${root}/${path}` : path, text: source.body }
  }
}

/** An address whose parts lie in several files is decided in one of them; each draft goes to the file it changes. */
function moveDrafts(planned: Planned[], links: Links, { root, answers }: RewriteInput): void {
  for (const { plan } of [...planned]) {
    for (const draft of plan.drafts.filter((one) => one.file !== undefined)) {
      plan.drafts.splice(plan.drafts.indexOf(draft), 1)
      const { file, ...moved } = draft
      let home = planned.find((one) => one.file === file)
      if (home === undefined) {
        const { text, model } = links.scripts.get(file!)!
        const path = root ? file!.slice(root.length + 1) : file!
        home = { path, file: file!, plan: { ...emptyPlan(text, answers ?? {}), model } }
        planned.push(home)
      }
      home.plan.model ??= links.scripts.get(file!)!.model
      if (!home.plan.drafts.some((one) => one.start === moved.start && one.end === moved.end))
        home.plan.drafts.push(moved)
    }
  }
}

async function collectFile(
  { path, file, plan: found }: Planned,
  plan: RewritePlan,
  input: RewriteInput,
): Promise<void> {
  const edits = settleEdits(file, (input.askedFor ?? (() => input.service))(file), found)
  const kept = await sameShape(file, found, edits, input.grammars)
  const starts = lineStarts(found.text)
  const reported = new Set<string>()
  for (const one of found.drafts) {
    // A port that several hosts share is one place: one finding.
    const place = `${one.start}-${one.end}`
    const finding = reported.has(place) ? undefined : findingOf(one, found, kept, starts, file, input.service)
    if (finding === undefined) continue
    reported.add(place)
    plan.findings.push(finding)
  }
  if (kept && edits.length > 0) plan.edits.set(path, edits)
  for (const one of found.dismissed)
    plan.dismissed.push({ file, line: positionAt(starts, one.start).line, text: one.text })
  for (const question of found.questions) {
    plan.questions.push({
      ...question,
      occurrences: question.occurrences.map((place) => ({ ...place, line: positionAt(starts, place.line).line })),
    })
  }
  plan.mounts.push(...found.mounts)
}

/** Re-parses the result: node kinds equal, only leaf text differs; no damage that was not there before. */
async function sameShape(file: string, found: FilePlan, edits: PlannedEdit[], grammars: Grammars): Promise<boolean> {
  const changing = effectiveEdits(edits)
  if (changing.length === 0 || !found.model) return true
  const bytes = applyEdits(new TextEncoder().encode(found.text), changing, file)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const after = await parseFile(file, text, grammars)
  if (after === undefined) return true
  try {
    if (changing.some((one) => one.reshapes))
      return !after.model.damaged(0, text.length) || found.model.damaged(0, found.text.length)
    return after.model.shape() === found.model.shape()
  } finally {
    after.free()
  }
}

function findingOf(
  one: FilePlan['drafts'][number],
  found: FilePlan,
  kept: boolean,
  starts: number[],
  file: string,
  service: string,
): EndpointFinding | undefined {
  const text = found.text.slice(one.start, one.end)
  const after = one.replacement && renderParts(one.replacement.parts, CONTAINER_TARGETS)
  const unchanged = after === text && (one.action === 'edit' || (one.action === 'env' && !one.hit))
  if (unchanged && !one.hit) return undefined
  const action = one.action === 'edit' && !kept ? 'risk' : unchanged ? 'keep' : one.action
  return {
    service,
    file,
    ...positionAt(starts, one.start),
    text,
    role: one.role,
    action,
    ...(action === 'edit' && after !== undefined ? { replacement: after } : {}),
    ...(one.target === undefined ? {} : { target: one.target }),
    ...(action === 'env' ? { variable: one.replacement!.region!.variable } : {}),
    reason:
      action === 'risk' && !kept
        ? `${one.reason}; the edit would change the shape of the file`
        : unchanged
          ? `${one.reason}; already right`
          : one.reason,
    rule: one.rule,
    evidence: [one.reason, ...one.evidence],
    alternatives: one.alternatives,
    ...(one.question === undefined ? {} : { question: one.question }),
  }
}

function mergeQuestions(questions: Question[]): Question[] {
  const merged = new Map<string, Question>()
  for (const question of questions) {
    const known = merged.get(question.id)
    merged.set(
      question.id,
      known ? { ...known, occurrences: [...known.occurrences, ...question.occurrences] } : question,
    )
  }
  return [...merged.values()]
}

/** UTF-16 that was torn still shows its words once every second byte is gone. */
function withoutNul(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes.filter((byte) => byte !== 0))
}
