// One file: its hits become subjects, rules give them roles, decisions become drafts. What several hits share
// (a port constant, a list in one default) is put together by plan.ts.
import type { Question, Role } from '../../model/endpoint.ts'
import type { Grammars } from '../../model/source.ts'
import { barePeers } from './bare-peer.ts'
import { decide } from './decide.ts'
import type { Decision, Draft } from './decision.ts'
import type { IsBrowser } from './fronts.ts'
import { type Hit, mayHit, scan } from './hits.ts'
import { joinPort } from './join.ts'
import { generatedReason, languageOf, spokenName } from './language.ts'
import type { Links } from './links.ts'
import { type Listening, listenPorts } from './listen.ts'
import { definesConstant, type FileModel, type Site } from './model.ts'
import { parseFile, refusal } from './parse/file.ts'
import { plainModel } from './parse/plain.ts'
import { isPathHit, pathSpan } from './path-edit.ts'
import type { Answers } from './questions.ts'
import { ownPorts, type Registry, type Target } from './registry.ts'
import { RULES } from './roles/index.ts'
import type { Rule } from './roles/rule.ts'
import { lineStarts, positionAt } from './source.ts'
import { mayStart, soleListeners } from './starts.ts'
import type { Subject } from './subject.ts'
import { namesOf } from './subject.ts'
import { resolveTarget } from './target.ts'

export interface FileInput {
  service: string
  /** Who is asked; the service where nobody else is named. */
  asked?: string
  /** As reported: relative to the source root. */
  file: string
  text: string
  registry: Registry
  answers: Answers
  grammars: Grammars
  /** Constants of other files of the service. */
  links?: Links
  isBrowser?: IsBrowser
  /** Service that a line of the file speaks to, where that is another than `service`: launchers of several services. */
  ownerAt?: (line: number) => string | undefined
}

export interface FilePlan {
  text: string
  drafts: (Draft & {
    role: Role
    rule: string
    /** False for spans that hold no trace themselves, such as a port. */
    hit: boolean
    /** Drafts of one address share it. */
    group: number
  })[]
  answers: Answers
  questions: Question[]
  mounts: { path: string; target: string }[]
  dismissed: { start: number; text: string }[]
  model?: FileModel
  free(): void
  /** Set for languages without a parser: hits are counted, not explained. */
  notCovered?: { reason: string; hits: number }
}

/** Undefined: nothing of interest in the file. */
export async function planFile(input: FileInput): Promise<FilePlan | undefined> {
  const { text, registry, file } = input
  const options = { names: [...registry.renames.keys()] }
  const own = ownPorts(registry, input.service)
  const language = languageOf(spokenName(file, text))
  const sole = own.size > 0 ? new Map<number, Target>() : soleListeners(registry)
  const ports = own.size > 0 ? own : sole
  const starts = input.ownerAt === undefined ? [] : lineStarts(text)
  const ownerOf = (offset: number): string => input.ownerAt?.(positionAt(starts, offset).line) ?? input.service
  const mayDial = language === 'go' ? registry.ports : ports
  const listens = language !== 'other' && [...mayDial.keys()].some((port) => text.includes(String(port)))
  const hits = mayHit(text, options) ? scan(text, options) : []
  if (hits.length === 0 && !listens) return undefined
  const generated = generatedReason(file, text)
  const known = input.links?.scripts.get(file)
  const parsed =
    generated !== undefined
      ? { model: plainModel(text, 'other'), free: () => {} }
      : known?.text === text
        ? { model: known.model, free: () => {} }
        : await parseFile(file, text, input.grammars)
  if (parsed === undefined) {
    const reason = refusal(file, text)
    // Data files can hold thousands; a count says more than a list then.
    return hits.length > 0 && (reason !== undefined || hits.length > MANY)
      ? { ...emptyPlan(text, input.answers), notCovered: { reason: reason ?? NO_PARSER, hits: hits.length } }
      : listed(hits, input, own, sole)
  }
  const model = input.links?.linked(file, parsed.model) ?? parsed.model
  const plan: FilePlan = { ...emptyPlan(text, input.answers), model, free: parsed.free }
  let covered = 0
  for (const hit of hits) {
    if (hit.start < covered) continue
    const service = ownerOf(hit.start)
    const ports = service === input.service ? own : ownPorts(registry, service)
    covered = Math.max(
      covered,
      planHit(hit, plan, { ...input, service, home: input.asked ?? input.service, generated, own: ports, sole }),
    )
  }
  if (generated === undefined) addListenPorts(plan, input, own, sole)
  return plan
}

const MANY = 50
const NO_PARSER = 'no parser for this kind of file'

/** Files no parser reads: each trace is told with what can be said of it, none is edited. */
function listed(
  hits: readonly Hit[],
  input: FileInput,
  own: Subject['own'],
  sole: HitInput['sole'],
): FilePlan | undefined {
  if (hits.length === 0) return undefined
  const plan: FilePlan = { ...emptyPlan(input.text, input.answers), model: plainModel(input.text, 'other') }
  for (const hit of hits)
    planHit(hit, plan, { ...input, home: input.asked ?? input.service, generated: undefined, own, sole })
  return plan
}

export function emptyPlan(text: string, answers: Answers): FilePlan {
  return { text, drafts: [], answers, questions: [], mounts: [], dismissed: [], free: () => {} }
}

interface HitInput extends FileInput {
  /** The service whose files these are. */
  home: string
  generated: string | undefined
  own: Subject['own']
  /** Ports that one service alone listened on, for files that belong to none. */
  sole: ReadonlyMap<number, Target>
}

/** Returns the end of what was dealt with. */
function planHit(hit: Hit, plan: FilePlan, input: HitInput): number {
  const model = plan.model!
  const site = model.siteAt(hit.start)
  const dismissed =
    site === undefined ||
    (hit.kind === 'path' &&
      input.generated === undefined &&
      !isPathHit(plan.text, pathSpan({ text: plan.text, site, hit }), site.escapes))
  if (dismissed) {
    plan.dismissed.push({ start: hit.start, text: hit.text })
    return hit.end
  }
  const whole = hit.kind === 'path' ? wholePath(hit, site, plan.text) : hit
  const subject = subjectOf(whole, site, model, input)
  const { rule, why } = ruleFor(subject)
  const decision = decide(subject, rule, why, input.answers)
  addDecision(plan, decision, subject)
  return Math.max(whole.end, ...decision.drafts.filter((one) => one.start === whole.start).map((one) => one.end))
}

function wholePath(hit: Hit, site: Site, text: string): Hit {
  const span = pathSpan({ text, site, hit })
  return { ...hit, ...span, text: text.slice(span.start, span.end) }
}

function subjectOf(hit: Hit, site: Site, model: FileModel, input: HitInput): Subject {
  const { registry, text, file, service, own, generated } = input
  const constant = definesConstant(site, model)
  const contexts = [site.context, ...(constant === undefined ? [] : model.uses(constant).map((use) => use.context))]
  const joined =
    hit.kind === 'path' || hit.kind === 'name' ? { places: [] } : joinPort(hit, site, contexts, model, text)
  const known = registry.services.get(service) ?? { id: service, kind: 'app' as const, ports: {}, names: [service] }
  const subject: Subject = {
    service: known,
    home: input.home,
    own,
    file,
    text,
    hit,
    site,
    model,
    contexts,
    registry,
    ...joined,
    ...(generated === undefined ? {} : { generated }),
    ...(input.isBrowser?.(file, text) ? { browser: true } : {}),
  }
  if (subject.port === undefined) return subject
  const host = hit.port ? hit.text.slice(0, hit.text.lastIndexOf(':')).replace(/\\$/, '') : hit.text
  const clues = {
    names: namesOf(subject),
    self: service,
    ...(subject.scheme === undefined ? {} : { scheme: subject.scheme }),
  }
  const resolution = resolveTarget(host, subject.port.value, clues, registry)
  const starts = own.size === 0 && mayStart(model, file) ? input.sole.get(subject.port.value) : undefined
  return { ...subject, resolution, ...(starts === undefined ? {} : { starts }) }
}

const FOR_PATHS: ReadonlySet<Role> = new Set(['dynamic', 'doc', 'test', 'local-only', 'fallback', 'path'])
const FOR_NAMES: ReadonlySet<Role> = new Set(['dynamic', 'doc', 'test'])

function ruleFor(subject: Subject): { rule?: Rule; why?: string } {
  const { kind } = subject.hit
  for (const rule of RULES) {
    if (kind === 'path' && !FOR_PATHS.has(rule.role)) continue
    if (kind === 'name' && !FOR_NAMES.has(rule.role)) continue
    const why = rule.fits(subject)
    if (why !== undefined) return { rule, why }
  }
  return kind === 'name'
    ? { rule: RULES.find((rule) => rule.role === 'peer')!, why: 'a name of the legacy system' }
    : {}
}

function addDecision(plan: FilePlan, decision: Decision, subject: Subject): void {
  const group = subject.hit.start
  for (const one of decision.drafts) {
    const hit = one.start < subject.hit.end && subject.hit.start < one.end
    plan.drafts.push({ ...one, role: one.role ?? decision.role, rule: decision.rule, hit, group })
  }
  if (decision.question)
    plan.questions.push({
      ...decision.question,
      occurrences: [{ file: subject.file, line: subject.hit.start, text: subject.hit.text }],
    })
  if (decision.mount) plan.mounts.push(decision.mount)
}

/** The ports of all services that a file of no service starts. */
function startedPorts(where: Listening, registry: Registry, sole: HitInput['sole']): Draft[] {
  return [...sole].flatMap(([port, target]) =>
    listenPorts(where, registry.services.get(target.service), new Map([[port, target]])),
  )
}

/** Own legacy ports that no loopback name stands beside: `port: 6101`, `app.listen(6101)`. */
function addListenPorts(plan: FilePlan, input: FileInput, own: Subject['own'], sole: HitInput['sole']): void {
  const { registry, file, text } = input
  const where = { model: plan.model!, file, text }
  const found =
    own.size > 0 || !mayStart(where.model, file)
      ? listenPorts(where, registry.services.get(input.service), own)
      : startedPorts(where, registry, sole)
  for (const one of found) {
    if (plan.drafts.some(({ start }) => start === one.start)) continue
    plan.drafts.push({ ...one, role: 'bind', rule: 'bind', hit: false, group: one.start })
  }
  for (const one of barePeers({ model: where.model, file, service: input.service, own, registry }))
    plan.drafts.push({ ...one, role: 'peer', rule: 'peer', hit: false, group: one.start })
}
