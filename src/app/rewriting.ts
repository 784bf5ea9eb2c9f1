// The rewrite engine for one service, in both forms: containers for stack/, loopback for the local runtime's prepared tree.
import { tmpdir } from 'node:os'
import { applyEdits, materialise } from '../migrate/rewrite/apply.ts'
import { auditLeftovers } from '../migrate/rewrite/audit.ts'
import { planRewrite } from '../migrate/rewrite/plan.ts'
import { CONTAINER_TARGETS, localTargets, type Targets } from '../migrate/rewrite/render.ts'
import type { Form, RewriteOutcome, ServiceSource } from '../migrate/steps/step.ts'
import type { Catalog, EndpointMap } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { SourceFiles } from '../model/source.ts'
import type { Legacy } from './legacy.ts'

export interface RewritingDeps {
  catalog: Catalog
  legacy: Legacy
  endpoints: EndpointMap
}

export async function rewriteService(
  source: ServiceSource,
  service: ServiceDefinition,
  answers: Record<string, string>,
  { catalog, legacy, endpoints }: RewritingDeps,
): Promise<RewriteOutcome> {
  const registry = await legacy.registry()
  const root = await legacy.folderOf(service)
  const files = sourceFiles(source, await legacy.skippedOf(service))
  const plan = await planRewrite({ service: service.id, root, files, registry, answers, grammars: legacy.grammars })
  const { state } = catalog.platform.paths
  const local = localTargets(endpoints, {
    app: `${state}/local/${service.id}`,
    config: `${state}/config/${service.id}`,
    data: `${state}/data/${service.id}`,
    secrets: `${state}/secrets/${service.id}`,
    tmp: tmpdir(),
  })
  const rewritten = (targets: Targets): Map<string, Uint8Array> =>
    new Map(
      [...plan.edits].map(([path, edits]) => [path, applyEdits(files.read(path), materialise(edits, targets), path)]),
    )
  const after = new Map(files.list().map(({ path }) => [path, files.read(path)] as const))
  for (const [path, bytes] of rewritten(CONTAINER_TARGETS)) after.set(path, bytes)
  const named = new Map([...after].map(([path, bytes]) => [`${root}/${path}`, bytes]))
  return {
    findings: plan.findings,
    questions: plan.questions,
    notCovered: plan.notCovered,
    environment: Object.fromEntries(Object.entries(plan.environment).map(([name, { value }]) => [name, value])),
    files: (form: Form) => rewritten(form === 'container' ? CONTAINER_TARGETS : local),
    unexplained: auditLeftovers(
      covered(named, plan.notCovered),
      { findings: plan.findings, dismissed: plan.dismissed },
      { names: [...registry.renames.keys()] },
    ),
  }
}

/** What the engine does not cover is listed as such; the audit speaks of the rest. */
function covered(after: Map<string, Uint8Array>, notCovered: RewriteOutcome['notCovered']): Map<string, Uint8Array> {
  const named = new Set(notCovered.map(({ file }) => file))
  return new Map([...after].filter(([file]) => !named.has(file)))
}

function sourceFiles(
  source: ServiceSource,
  skipped: readonly { path: string; reason: string; hits: number }[],
): SourceFiles {
  const left = new Set(skipped.map(({ path }) => path))
  const byPath = new Map(source.files.filter(({ path }) => !left.has(path)).map((file) => [file.path, file]))
  const list = [...byPath.values()].map(({ path, mode, read }) => ({ path, mode, size: read().length }))
  return { list: () => list, read: (path) => byPath.get(path)!.read(), skipped: () => skipped }
}
