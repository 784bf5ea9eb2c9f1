// The rewrite engine for one service, in both forms: containers for stack/, loopback for the local runtime's prepared tree.
import { tmpdir } from 'node:os'
import { applyEdits, materialise } from '../migrate/rewrite/apply.ts'
import { auditLeftovers } from '../migrate/rewrite/audit.ts'
import { planRewrite } from '../migrate/rewrite/plan.ts'
import { CONTAINER_TARGETS, localTargets, type Targets } from '../migrate/rewrite/render.ts'
import type { Form, RewriteOutcome, ServiceSource } from '../migrate/steps/step.ts'
import type { Catalog, EndpointMap } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { SkippedFile, SourceFiles } from '../model/source.ts'
import type { Legacy } from './legacy.ts'
import { secretsOf } from './moving.ts'

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
  const plan = await planRewrite({
    ...{ service: service.id, root, files, registry, answers },
    grammars: legacy.grammars,
    askedFor: await legacy.askedFor(service),
  })
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
  const forms: Partial<Record<Form, Map<string, Uint8Array>>> = {}
  const inForm = (form: Form): Map<string, Uint8Array> => {
    forms[form] ??= rewritten(form === 'container' ? CONTAINER_TARGETS : local)
    return forms[form]
  }
  const moved = await secretsOf(
    { source, service, registry, grammars: legacy.grammars, plan, targets: { container: CONTAINER_TARGETS, local } },
    inForm,
  )
  const cleanIn = (form: Form): Map<string, Uint8Array> => new Map([...inForm(form), ...moved[form].clean])
  return {
    findings: plan.findings,
    questions: plan.questions,
    notCovered: plan.notCovered,
    environment: Object.fromEntries(
      Object.entries(plan.environment).flatMap(([name, { value }]) =>
        moved.container.environment[name] === undefined ? [[name, value]] : [],
      ),
    ),
    files: cleanIn,
    secrets: {
      places: moved.container.found,
      clean: moved.source.clean,
      environment: (form) => moved[form].environment,
      files: (form) => moved[form].files,
    },
    unexplained: auditLeftovers(
      afterwards(root, files, inForm('container'), plan.notCovered),
      { findings: plan.findings, dismissed: plan.dismissed },
      { names: [...registry.renames.keys()] },
    ),
  }
}

/** Each file as it is in the stack, one at a time. What the engine does not cover is listed as such; the audit speaks of the rest. */
function* afterwards(
  root: string,
  files: SourceFiles,
  changed: ReadonlyMap<string, Uint8Array>,
  notCovered: RewriteOutcome['notCovered'],
): Generator<[string, Uint8Array]> {
  const named = new Set(notCovered.map(({ file }) => file))
  for (const { path } of files.list()) {
    const file = root === '' ? path : `${root}/${path}`
    if (!named.has(file)) yield [file, changed.get(path) ?? files.read(path)]
  }
}

/** What the survey did not read, file or folder, the rewrite does not read either: both speak of the same text. */
function sourceFiles(source: ServiceSource, skipped: readonly SkippedFile[]): SourceFiles {
  const left = new Set(skipped.map(({ path }) => path))
  const isLeft = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
      if (left.has(path.slice(0, end))) return true
    return false
  }
  const byPath = new Map(source.files.filter(({ path }) => !isLeft(path)).map((file) => [file.path, file]))
  const list = [...byPath.values()].map(({ path, mode, size }) => ({ path, mode, size }))
  return { list: () => list, read: (path) => byPath.get(path)!.read(), skipped: () => skipped }
}
