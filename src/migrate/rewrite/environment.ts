// Zero-edit first: where the code already reads a variable, compose sets it and the default stays. A default may hold
// several addresses, so the value is put together per default, not per hit.
import type { Draft } from './decision.ts'
import type { FilePlan } from './file-plan.ts'
import { decoded, type FileModel } from './model.ts'
import type { RewriteInput, RewritePlan } from './plan.ts'
import { CONTAINER_TARGETS, type Part, placeholderParts, renderParts } from './render.ts'

export interface EnvironmentEntry {
  /** With placeholders, e.g. `nats://${nats.host}:${nats.port.client}`. */
  value: string
  /** For other forms: `renderParts(parts, targets)`. */
  parts: Part[]
  /** Container form, e.g. `nats://nats:4222`. */
  container: string
  target?: string
  file: string
}

interface Default {
  file: string
  plan: FilePlan
  variable: string
  start: number
  end: number
  drafts: Draft[]
}

/** Fills `plan.environment`; turns drafts whose variable cannot be set into edits. */
export function collectEnvironment(
  planned: readonly { file: string; plan: FilePlan }[],
  plan: RewritePlan,
  input: RewriteInput,
): void {
  const wanted = planned.flatMap(({ file, plan: found }) => defaultsOf(file, found))
  for (const variable of new Set(wanted.map((one) => one.variable))) {
    const all = wanted.filter((one) => one.variable === variable)
    const values = all.map((one) => valueParts(one))
    all.forEach((one, index) => {
      if (values[index] === undefined) editInstead(one, 'part of the default is computed')
    })
    const entries = all.flatMap((one, index) =>
      values[index] === undefined ? [] : [entryOf(one, values[index], input)],
    )
    const different = new Set(entries.map((entry) => entry.container))
    // One variable cannot hold two values: each default says its own.
    if (different.size > 1)
      for (const one of all) editInstead(one, `${variable} would need several values: ${[...different].join(', ')}`)
    else if (entries[0]) plan.environment[variable] = entries[0]
  }
}

function defaultsOf(file: string, plan: FilePlan): Default[] {
  const found = new Map<string, Default>()
  for (const one of plan.drafts) {
    const region = one.replacement?.region
    if (one.action !== 'env' || !region) continue
    const key = `${region.variable}@${region.start}`
    const known = found.get(key) ?? { file, plan, ...region, drafts: [] }
    found.set(key, { ...known, drafts: [...known.drafts, one] })
  }
  return [...found.values()]
}

/** The whole default with its addresses replaced; undefined when a reference in it cannot be folded. */
function valueParts(one: Default): Part[] | undefined {
  const { plan, start, end } = one
  const escapes = plan.model!.siteAt(start)?.escapes ?? 'none'
  const inside = plan.model!.piecesAt(start)?.filter((piece) => piece.start >= start && piece.end <= end) ?? []
  const pieces = inside.length > 0 ? inside : [{ kind: 'text' as const, start, end, raw: '' }]
  const parts: Part[] = []
  for (const piece of pieces) {
    if (piece.kind === 'ref') {
      const folded = piece.name === undefined ? undefined : foldReference(piece.name, plan)
      if (folded === undefined) return undefined
      parts.push(...folded)
      continue
    }
    let from = piece.start
    for (const { replacement } of [...one.drafts].sort((a, b) => a.start - b.start)) {
      if (replacement!.start < from || replacement!.end > piece.end) continue
      parts.push(decoded({ raw: plan.text.slice(from, replacement!.start), escapes }), ...replacement!.parts)
      from = replacement!.end
    }
    parts.push(decoded({ raw: plan.text.slice(from, piece.end), escapes }))
  }
  return parts.filter((part) => part !== '')
}

/** A constant inside a default: its planned new value if it has one, else what it says. */
function foldReference(name: string, plan: FilePlan): Part[] | undefined {
  const model: FileModel = plan.model!
  const definitions = model.definitions(name)
  if (definitions.length !== 1 || definitions[0]!.form === 'opaque' || !definitions[0]!.whole) return undefined
  const site = definitions[0]!
  const planned = plan.drafts.find((one) => one.replacement?.start === site.start && one.replacement.end === site.end)
  return planned?.replacement?.parts ?? [decoded(site)]
}

function entryOf(one: Default, parts: Part[], input: RewriteInput): EnvironmentEntry {
  const target = one.drafts.find((draft) => draft.target !== undefined)?.target
  return {
    value: placeholderParts(parts, input.registry, input.service),
    parts,
    container: renderParts(parts, CONTAINER_TARGETS),
    file: one.file,
    ...(target === undefined ? {} : { target }),
  }
}

function editInstead(one: Default, why: string): void {
  for (const draft of one.drafts) {
    const { region: _region, ...replacement } = draft.replacement!
    Object.assign(draft, {
      action: 'edit',
      replacement,
      reason: `${draft.reason.split('; covered by env')[0]}; ${why}, so the literal is edited`,
    })
  }
}
