// What the migration changes in configuration, key by key: the legacy value, the new one per runtime, its type, and why.
import type { EndpointFinding } from '../../model/endpoint.ts'
import { MARKER } from '../secrets/find.ts'
import { isSettingsFile, type Setting, settingsIn } from '../survey/settings.ts'
import { typed } from './config-formats.ts'
import type { MergedConfig } from './legacy-config.ts'
import type { Form, StepContext } from './step.ts'

export interface ConfigChange {
  /** As it lies in the service, or the rendered `config.yaml`. */
  file: string
  key: string
  type: 'string' | 'number' | 'boolean'
  legacy: string
  container: string
  local: string
  why: string
}

export const RENDERED = 'stack/config'

const CREDENTIAL = 'a credential: it moved to a private file'
const OWN_PORT = 'the own port follows the definition'

/** Files that live on beside the code: same keys, other values. */
export function filesDiff({ service, source, rewritten }: StepContext): ConfigChange[] {
  return source.files
    .filter(({ path }) => isSettingsFile(path) && rewritten.files('container').has(path))
    .flatMap(({ path, origin, read }) => {
      const settings = (form: Form): Setting[] => settingsIn(text(rewritten.files(form).get(path) ?? read()), path)
      const [before, container, local] = [settingsIn(text(read()), path), settings('container'), settings('local')]
      // An edit changes values only; a file whose keys moved is not compared by position.
      if (before.length !== container.length || before.length !== local.length) return []
      return before.flatMap(({ path: keys, line, value: legacy }, index): ConfigChange[] => {
        const [inContainer, here] = [container[index]!.value, local[index]!.value]
        if (inContainer === legacy && here === legacy) return []
        const place = { files: [path, origin ?? path], line, value: legacy }
        const isCredential = MARKER.test(inContainer)
        const values = { legacy: isCredential ? '***' : legacy, container: inContainer, local: here }
        return [
          {
            file: path,
            key: keys.join('.'),
            type: typeOf(inContainer),
            ...values,
            why: isCredential ? CREDENTIAL : why(place, rewritten.findings, service.legacy.ports),
          },
        ]
      })
    })
}

/** Keys of the rendered configuration that the template or the definition decides. */
export function mergedDiff(
  merged: MergedConfig,
  values: Record<Form, ReadonlyMap<string, unknown>>,
  legacyPort: (key: string) => string,
): ConfigChange[] {
  const change = (key: string, legacy: string, reason: string): ConfigChange => {
    const [container, local] = [String(values.container.get(key)), String(values.local.get(key))]
    return { file: RENDERED, key, type: typeOf(container), legacy, container, local, why: reason }
  }
  return [
    ...merged.replaced.map(({ key, legacy }) => change(key, legacy, 'the template decides')),
    ...merged.ports.map((key) => change(key, legacyPort(key), OWN_PORT)),
  ].filter(({ legacy, container, local }) => legacy !== container || legacy !== local)
}

function why(
  place: { files: string[]; line: number; value: string },
  findings: readonly EndpointFinding[],
  ownPorts: readonly number[],
): string {
  const near = findings.filter(({ file, line }) => place.files.includes(file) && line === place.line)
  const found = near.find(({ text }) => place.value.includes(text)) ?? near[0]
  if (found) return found.reason
  // A port under a key of its own: the finding lies where its host is written.
  return ownPorts.includes(Number(place.value)) ? OWN_PORT : 'it belongs to an address that moved'
}

function typeOf(value: string): ConfigChange['type'] {
  return typeof typed(value) as ConfigChange['type']
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
