// Step 4: what the runtime starts. The Dockerfile stands beside the source on every runtime; then the runtime prepares its
// own form of it: an image, or on the local runtime the same tree with the addresses of this host and its dependencies.

import type { FileChange } from '../../journal/files.ts'
import { foldOps, standing } from '../../journal/ops.ts'
import { isTradeError } from '../../model/errors.ts'
import type { Evidence } from '../../model/event.ts'
import { lintDockerfile } from './build/lint.ts'
import { stackTarget } from './copy-source.ts'
import type { Built } from './dockerfile.ts'
import { privateFilesOf } from './private-files.ts'
import { buildOutcome, isBuilt, treeDigest } from './recipe.ts'
import { rewrittenFiles } from './rewrite-endpoints.ts'
import { done, failed, type Prepared, type Step, type StepContext } from './step.ts'
import { configTemplate } from './write-config.ts'

export const buildImage: Step = {
  id: 'build',
  title: 'Image built',
  inputs: (context) => ({
    language: context.source.language,
    command: context.source.command,
    // The runtime's own form: other addresses of this host make another prepared tree.
    local: treeDigest(context, 'local'),
    config: configTemplate(context, 'local').text,
    privateFiles: privateFilesOf(context),
  }),

  plan(context) {
    const built = buildOutcome(context)
    if (!isBuilt(built)) return []
    return [
      write(context, 'Dockerfile', built.dockerfile),
      write(context, '.dockerignore', built.dockerignore),
      ...Object.entries(built.files).map(([path, text]) => write(context, path, text)),
    ]
  },

  async apply(context) {
    const { service, source, files, journal, ports, signal } = context
    const built = buildOutcome(context)
    if (!isBuilt(built)) return failed(`${source.from}: ${built.reason}`, [])
    files.execute({ service: service.id, step: 'build' }, files.plan(buildImage.plan(context)))
    const image = imageEvidence(context, built)
    if (built.plan === undefined)
      return failed(
        `${source.from}: found ${source.language}; its Dockerfile was mended, but there is no recipe to run it without an engine`,
        [image],
        'RUNTIME_UNSUPPORTED',
      )
    // The intent comes first: a prepared tree of a run that was killed is taken back with the step.
    if (!derivedOps(journal, service.id).length) intendDerived(context)
    context.say('preparing')
    try {
      const prepared = await ports.prepare(
        {
          service,
          language: source.language,
          plan: built.plan,
          files: rewrittenFiles(context, 'local'),
          config: configTemplate(context, 'local').text,
          privateFiles: privateFilesOf(context),
        },
        signal,
      )
      return done(image, preparedEvidence(context, built, prepared))
    } catch (error) {
      // What a machine lacks is no fault of the image: its evidence stands beside the error.
      if (signal.aborted || !isTradeError(error) || error.code === 'INTERRUPTED') throw error
      return failed([error.message, ...error.hints.slice(0, 1)].join('; '), [image], error.code)
    }
  },

  async undo({ service, journal, ports }) {
    const ops = derivedOps(journal, service)
    if (ops.length === 0) return
    await ports.discard(service)
    journal.append(...ops.map(({ op }) => ({ type: 'op.undone' as const, op })))
  },
}

/** The Dockerfile against the rules, and what became of a legacy one. */
function imageEvidence({ service, evidence }: StepContext, built: Built): Evidence {
  const broken = lintDockerfile(built.dockerfile)
  const legacy = built.changes.length === 0 ? '' : `; ${built.changes.length} decisions about the legacy Dockerfile`
  return evidence.write(
    service.id,
    'build',
    'image.json',
    { dockerfile: built.dockerfile.split('\n'), broken, legacy: built.changes, test: built.test ?? null },
    `${broken.length === 0 ? 'the Dockerfile keeps every rule' : `the Dockerfile breaks ${broken.length} rules`}${legacy}`,
  )
}

function preparedEvidence(context: StepContext, built: Built, prepared: Prepared): Evidence {
  const { service, source, evidence } = context
  return evidence.write(
    service.id,
    'build',
    'build.json',
    {
      source: treeDigest(context, 'container'),
      prepared: prepared.digest,
      language: source.language,
      command: built.command,
      notes: prepared.notes,
    },
    prepared.notes.join('; ') || 'nothing to install',
  )
}

function write({ service }: StepContext, name: string, text: string): FileChange {
  return { kind: 'write', target: stackTarget(service.id, name), bytes: Buffer.from(text), mode: 0o644 }
}

function intendDerived({ service, journal, runId }: StepContext): void {
  const op = `${runId}-prepare-${service.id}-${journal.events.length}`
  const target = `state/local/${service.id}`
  journal.append(
    {
      type: 'op.intended',
      op,
      service: service.id,
      step: 'build',
      target,
      preDigest: null,
      postDigest: 'derived',
      undo: { kind: 'remove-folder', path: target },
    },
    { type: 'op.finished', op },
  )
}

function derivedOps(journal: StepContext['journal'], service: string) {
  return standing(foldOps(journal.events)).filter((op) => op.service === service && op.postDigest === 'derived')
}
