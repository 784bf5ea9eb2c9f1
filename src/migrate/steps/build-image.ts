// Step 4: what the runtime starts. The Dockerfile stands beside the source on every runtime; then the runtime prepares its
// own form of it: an image, or on the local runtime the same tree with the addresses of this host and its dependencies.

import type { FileChange } from '../../journal/files.ts'
import { foldOps, standing } from '../../journal/ops.ts'
import { digestOf, sha256 } from '../../kit/digest.ts'
import { stackTarget } from './copy-source.ts'
import { renderDockerfile, renderDockerignore } from './dockerfile.ts'
import { rewrittenFiles } from './rewrite-endpoints.ts'
import { done, type Form, failed, type Step, type StepContext } from './step.ts'
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
  }),

  plan(context) {
    const dockerfile = dockerfileOf(context)
    if (dockerfile === undefined) return []
    return [write(context, 'Dockerfile', dockerfile), write(context, '.dockerignore', renderDockerignore())]
  },

  async apply(context) {
    const { service, source, files, journal, ports, evidence, signal } = context
    if (dockerfileOf(context) === undefined) {
      return failed(`${source.from}: found ${source.language}, expected a language there is a build recipe for`, [])
    }
    files.execute({ service: service.id, step: 'build' }, files.plan(buildImage.plan(context)))
    // The intent comes first: a prepared tree of a run that was killed is taken back with the step.
    if (!derivedOps(journal, service.id).length) intendDerived(context)
    context.say('preparing')
    const prepared = await ports.prepare(
      {
        service,
        language: source.language,
        files: rewrittenFiles(context, 'local'),
        config: configTemplate(context, 'local').text,
      },
      signal,
    )
    const report = evidence.write(
      service.id,
      'build',
      'build.json',
      {
        source: treeDigest(context, 'container'),
        prepared: prepared.digest,
        language: source.language,
        command: source.command,
        notes: prepared.notes,
      },
      prepared.notes.join('; ') || 'nothing to install',
    )
    return done(report)
  },

  async undo({ service, journal, ports }) {
    const ops = derivedOps(journal, service)
    if (ops.length === 0) return
    await ports.discard(service)
    journal.append(...ops.map(({ op }) => ({ type: 'op.undone' as const, op })))
  },
}

/** Digest of the rewritten tree; in container form it is the label of the image. */
export function treeDigest(context: StepContext, form: Form): string {
  const files = rewrittenFiles(context, form).map(({ path, mode, bytes }) => [path, mode, sha256(bytes)])
  return digestOf(files.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}

function dockerfileOf(context: StepContext): string | undefined {
  const { service, source } = context
  return renderDockerfile(source.language, {
    definition: service,
    command: source.command,
    paths: new Set(source.files.map(({ path }) => path)),
    digest: treeDigest(context, 'container'),
  })
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
