// Step 2: stack/config/<id>/config.yaml, rendered from the template and the keys the service had before.
import { parseDocument } from 'yaml'
import { containerScope } from '../../catalog/compose.ts'
import { renderPlaceholders } from '../../catalog/placeholders.ts'
import { filesDiff, mergedDiff } from './config-diff.ts'
import { asYaml, legacyConfigPaths } from './config-formats.ts'
import { type MergedConfig, mergeConfig } from './legacy-config.ts'
import { done, type Form, failed, type Step, type StepContext } from './step.ts'

const LOOPBACK = /(^|[^a-z0-9.-])(localhost|127(\.\d+){3}|\[?::1\]?)(?![a-z0-9.-])/i

export const writeConfig: Step = {
  id: 'configure',
  title: 'Configuration written',
  inputs: ({ service, template, definitionText }) => ({ definition: service.digest, definitionText, template }),
  plan: (context) => [
    {
      kind: 'write',
      target: `stack/config/${context.service.id}/config.yaml`,
      bytes: Buffer.from(containerConfig(context)),
      mode: 0o644,
    },
  ],

  async apply(context) {
    const { service, files, evidence } = context
    const merged = configTemplate(context, 'container')
    const text = containerConfig(context)
    const problems = problemsOf(text, context)
    const diff = diffOf(context)
    const report = evidence.write(
      service.id,
      'configure',
      'config.json',
      {
        from: legacyConfig(context, 'container')?.path ?? null,
        carried: merged.carried,
        ports: merged.ports,
        replaced: merged.replaced,
        diff,
        problems,
      },
      `${merged.carried.length} legacy keys carried over, ${merged.ports.length} own ports moved, ${diff.length} values changed, ${problems.length} problems`,
    )
    if (problems.length > 0) return failed(`stack/config/${service.id}/config.yaml: ${problems.join('; ')}`, [report])
    files.execute({ service: service.id, step: 'configure' }, files.plan(writeConfig.plan(context)))
    return done(report)
  },
}

/** The configuration in template form, its legacy keys rewritten for containers or for this host. */
export function configTemplate(context: StepContext, form: Form): MergedConfig {
  return mergeConfig(context.template, legacyConfig(context, form)?.text, context.service)
}

/** The first of the files a service may call its configuration, as YAML. */
function legacyConfig(
  { service, source, rewritten }: StepContext,
  form: Form,
): { path: string; text: string } | undefined {
  if (source.kind !== 'legacy') return undefined
  const byPath = new Map(source.files.map((file) => [file.path, file]))
  for (const name of legacyConfigPaths(service.id)) {
    const path = source.folder === undefined ? name : `${source.folder}/${name}`
    const file = byPath.get(path)
    if (file === undefined) continue
    const text = asYaml(path, Buffer.from(rewritten.files(form).get(path) ?? file.read()).toString('utf8'))
    if (text !== undefined) return { path, text }
  }
  return undefined
}

/** Every value that is another one now, of the files that live on and of the rendered one. */
function diffOf(context: StepContext): ReturnType<typeof filesDiff> {
  const values = (form: Form): Map<string, unknown> => {
    const { text } = configTemplate(context, form)
    return new Map(leaves(parseDocument(form === 'container' ? containerConfig(context) : text).toJS()))
  }
  const before = new Map(leaves(parseDocument(legacyConfig(context, 'container')?.text ?? '').toJS()))
  const forms = { container: values('container'), local: values('local') }
  return [
    ...filesDiff(context),
    ...mergedDiff(configTemplate(context, 'container'), forms, (key) => String(before.get(key))),
  ]
}

function containerConfig(context: StepContext): string {
  const scope = { ...containerScope(context.catalog.services), self: context.service.id }
  return renderPlaceholders(
    configTemplate(context, 'container').text,
    scope,
    `services/${context.service.id}/config.yaml`,
  )
}

/** It parses, no value points at the container itself, and what it says of its own ports is what the definition says. */
function problemsOf(text: string, { service, rewritten }: StepContext): string[] {
  const document = parseDocument(text)
  if (document.errors[0]) return [document.errors[0].message.split('\n')[0] ?? 'not YAML']
  const kept = rewritten.findings.filter(({ action }) => action !== 'edit').map((it) => it.text)
  const problems: string[] = []
  for (const [key, value] of leaves(document.toJS())) {
    if (
      typeof value === 'string' &&
      LOOPBACK.test(value) &&
      !kept.some((it) => value.includes(it) || it.includes(value))
    ) {
      problems.push(`${key}: found ${value}, expected the name of a service`)
    }
    const own = /^(http|metrics)\.port$/.exec(key)?.[1]
    if (own !== undefined && service.ports[own] !== undefined && value !== service.ports[own]) {
      problems.push(`${key}: found ${String(value)}, expected ${service.ports[own]} of the definition`)
    }
  }
  return problems
}

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (value === null || typeof value !== 'object') return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}
