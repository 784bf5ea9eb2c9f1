// Step 1: the source, byte for byte and with its modes, into stack/<id>/. The source tree is only read.
import { type FileChange, fileDigest } from '../../journal/files.ts'
import { foldOps, standing } from '../../journal/ops.ts'
import { done, failed, type Step, type StepContext } from './step.ts'

export const copySource: Step = {
  id: 'copy',
  title: 'Source copied',
  inputs: ({ source: { digest, kind, command, folder, runsIn, modulePath } }) => ({
    ...{ digest, kind, command },
    ...(folder === undefined ? {} : { folder }),
    ...(runsIn === undefined ? {} : { runsIn }),
    ...(modulePath === undefined ? {} : { modulePath }),
  }),
  plan: (context) => [...copies(context), ...staleFiles(context)],

  async apply(context) {
    const { service, source, files, evidence } = context
    if (source.files.length === 0) {
      return failed(
        `${source.from}: found no file to copy, expected the source of ${service.id}`,
        [],
        'SOURCE_NOT_FOUND',
      )
    }
    const kept = alreadyRewritten(context)
    const plan = files.plan(copySource.plan(context).filter(({ target }) => !kept.has(target)))
    files.execute({ service: service.id, step: 'copy' }, plan)
    const skipped = source.excluded.reduce((sum, { count }) => sum + count, 0)
    context.say(`${source.files.length} files, ${skipped} left out`)
    return done(
      evidence.write(
        service.id,
        'copy',
        'files.json',
        {
          from: source.from,
          digest: source.digest,
          files: source.files.map(({ path, origin, mode, sha256 }) => ({
            path,
            origin,
            mode: mode.toString(8),
            sha256,
          })),
          excluded: source.excluded,
        },
        `${source.files.length} files copied, ${skipped} left out with a reason`,
      ),
    )
  },
}

export function stackTarget(service: string, path: string): string {
  return `stack/${service}/${path}`
}

/** Byte for byte, but for credentials: those never reach the stack. */
function copies({ service, source, rewritten }: StepContext): FileChange[] {
  return source.files.map((file) => ({
    kind: 'write',
    target: stackTarget(service.id, file.path),
    bytes: rewritten.secrets.clean.get(file.path) ?? file.read(),
    mode: file.mode,
  }))
}

/** Targets that hold the rewritten form of these very bytes: taking it back only to write it again would touch them for nothing. */
function alreadyRewritten({ service, source, rewritten, files }: StepContext): Set<string> {
  const changed = rewritten.files('container')
  const kept = source.files.filter(({ path, mode }) => {
    const bytes = changed.get(path)
    return bytes !== undefined && files.digest(stackTarget(service.id, path)) === fileDigest(bytes, mode)
  })
  return new Set(kept.map(({ path }) => stackTarget(service.id, path)))
}

/** Copied once, gone from the source since. */
function staleFiles({ service, source, journal }: StepContext): FileChange[] {
  const wanted = new Set(source.files.map(({ path }) => stackTarget(service.id, path)))
  const copied = standing(foldOps(journal.events)).filter(
    (op) => op.service === service.id && op.step === 'copy' && op.undo.kind === 'restore-file',
  )
  const stale = new Set(copied.map(({ target }) => target).filter((target) => !wanted.has(target)))
  return [...stale].map((target) => ({ kind: 'remove', target }))
}
