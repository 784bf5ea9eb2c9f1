// The private files of a migrated service: `stack/secrets/<id>/`, readable by the owner only, named in the compose fragment
// by reference. One form for containers, one for processes of this host: a connection string holds an address, too.
import type { FileChange } from '../../journal/files.ts'
import { foldOps, standing } from '../../journal/ops.ts'
import { sha256 } from '../../kit/digest.ts'
import { renderEnvFile } from '../../kit/env-file.ts'
import type { Form, PrepareRequest, StepContext } from './step.ts'

const PRIVATE = 0o600
const FORMS: readonly Form[] = ['container', 'local']

/** Folder of the private files of a service, as a place of the platform. */
export function privateTarget(service: string, name: string): string {
  return `stack/secrets/${service}/${name}`
}

export function privateChanges(context: StepContext): FileChange[] {
  const { service, rewritten } = context
  const wanted = FORMS.flatMap((form): FileChange[] => {
    const environment = rewritten.secrets.environment(form)
    const files = [...rewritten.secrets.files(form)].map(([path, bytes]) => write(service.id, `${form}/${path}`, bytes))
    if (Object.keys(environment).length === 0) return files
    const text = renderEnvFile(
      environment,
      `Credentials of ${service.id}, moved out of its source by trade2026 migrate`,
    )
    return [write(service.id, `${form}.env`, Buffer.from(text)), ...files]
  })
  return [...wanted, ...stale(context, new Set(wanted.map(({ target }) => target)))]
}

/** For the prepared tree, which links to them. */
export function privateFilesOf({ rewritten }: StepContext): PrepareRequest['privateFiles'] {
  return [...rewritten.secrets.files('local')].map(([path, bytes]) => ({ path, sha256: sha256(bytes) }))
}

/** What the compose fragment says of them; paths as seen from stack/<id>/. */
export function privateFragment({ service, rewritten }: StepContext): {
  envFiles: string[]
  mounts: { source: string; target: string }[]
  secrets: Record<string, { file: string }>
} {
  const folder = `../secrets/${service.id}`
  const files = [...rewritten.secrets.files('container').keys()].map((path) => ({
    path,
    source: `${service.id}-${path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
  }))
  const hasEnvironment = Object.keys(rewritten.secrets.environment('container')).length > 0
  return {
    envFiles: hasEnvironment ? [`${folder}/container.env`] : [],
    mounts: files.map(({ path, source }) => ({ source, target: `/app/${path}` })),
    secrets: Object.fromEntries(files.map(({ path, source }) => [source, { file: `${folder}/container/${path}` }])),
  }
}

function write(service: string, name: string, bytes: Uint8Array): FileChange {
  return { kind: 'write', target: privateTarget(service, name), bytes, mode: PRIVATE }
}

/** A credential that is gone from the source leaves no file behind. */
function stale({ service, journal }: StepContext, wanted: ReadonlySet<string>): FileChange[] {
  const folder = privateTarget(service.id, '')
  const written = standing(foldOps(journal.events)).filter(
    ({ target, undo, postDigest }) => target.startsWith(folder) && undo.kind === 'restore-file' && postDigest !== null,
  )
  return [...new Set(written.map(({ target }) => target))]
    .filter((target) => !wanted.has(target))
    .map((target) => ({ kind: 'remove', target }))
}
