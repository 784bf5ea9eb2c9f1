// What the build step makes of one context: asked by several steps, worked out once.
import { containerScope } from '../../catalog/compose.ts'
import { renderPlaceholders } from '../../catalog/placeholders.ts'
import { digestOf, sha256 } from '../../kit/digest.ts'
import { type BuildOutcome, type Built, buildOf } from './dockerfile.ts'
import { rewrittenFiles } from './rewrite-endpoints.ts'
import type { Form, StepContext } from './step.ts'

const made = new WeakMap<StepContext['rewritten'], BuildOutcome>()

export function buildOutcome(context: StepContext): BuildOutcome {
  const { service, source, catalog, rewritten } = context
  const known = made.get(rewritten)
  if (known) return known
  const files = new Map(rewrittenFiles(context, 'container').map(({ path, bytes }) => [path, bytes]))
  const scope = { ...containerScope(catalog.services), self: service.id }
  const outcome = buildOf({
    definition: service,
    name: service.id,
    language: source.language,
    command: source.command,
    ...(source.folder === undefined ? {} : { folder: source.folder }),
    ...(source.runsIn === undefined ? {} : { runsIn: source.runsIn }),
    ...(source.modulePath === undefined ? {} : { modulePath: source.modulePath }),
    paths: new Set(files.keys()),
    text: (path) => {
      const bytes = files.get(path)
      return bytes && Buffer.from(bytes).toString('utf8')
    },
    digest: treeDigest(context, 'container'),
    inContainer: (text) => renderPlaceholders(text, scope, `stack/${service.id}/Dockerfile`),
  })
  made.set(rewritten, outcome)
  return outcome
}

export function isBuilt(outcome: BuildOutcome): outcome is Built {
  return 'dockerfile' in outcome
}

/** Start command with placeholders: the build's, else the survey's. */
export function startWords(context: StepContext): string[] {
  const outcome = buildOutcome(context)
  return isBuilt(outcome) ? outcome.command : context.source.command
}

/** Digest of the rewritten tree; in container form it is the label of the image. */
export function treeDigest(context: StepContext, form: Form): string {
  const files = rewrittenFiles(context, form).map(({ path, mode, bytes }) => [path, mode, sha256(bytes)])
  return digestOf(files.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}
