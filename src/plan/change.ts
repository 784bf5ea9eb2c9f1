// Why a running service is replaced, field by field: nobody should have to guess what an `up` found different.
import { canonicalJson } from '../kit/digest.ts'
import type { LaunchSpec } from '../model/runtime.ts'

/** `definition changed: env LOG_LEVEL, file config.yaml`, or that the program's own files did. */
export function describeChange(before: LaunchSpec | undefined, after: LaunchSpec): string {
  if (!before) return 'definition changed'
  const changes = [
    ...(['origin', 'command', 'cwd'] as const).filter((field) => differ(before[field], after[field])),
    ...changedKeys(before.ports, after.ports).map((name) => `port ${name}`),
    ...changedKeys(before.env, after.env).map((name) => `env ${name}`),
    ...changedKeys(before.files, after.files).map((path) => `file ${path.split('/').at(-1)}`),
  ]
  return changes.length > 0 ? `definition changed: ${changes.join(', ')}` : 'program files changed'
}

function changedKeys(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => differ(before[key], after[key]))
    .sort()
}

function differ(before: unknown, after: unknown): boolean {
  return canonicalJson(before) !== canonicalJson(after)
}
