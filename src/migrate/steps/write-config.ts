// Step 2: stack/config/<id>/config.yaml, rendered from the template and the keys the service had before.
import { parseDocument } from 'yaml'
import { containerScope } from '../../catalog/compose.ts'
import { renderPlaceholders } from '../../catalog/placeholders.ts'
import { type MergedConfig, mergeConfig } from './legacy-config.ts'
import { done, type Form, failed, type Step, type StepContext } from './step.ts'

const LEGACY_CONFIGS = ['config.yaml', 'config.yml', 'config/config.yaml', 'config/config.yml']
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
    const report = evidence.write(
      service.id,
      'configure',
      'config.json',
      { carried: merged.carried, ports: merged.ports, replaced: merged.replaced, problems },
      `${merged.carried.length} legacy keys carried over, ${merged.ports.length} own ports moved, ${problems.length} problems`,
    )
    if (problems.length > 0) return failed(`stack/config/${service.id}/config.yaml: ${problems.join('; ')}`, [report])
    files.execute({ service: service.id, step: 'configure' }, files.plan(writeConfig.plan(context)))
    return done(report)
  },
}

/** The configuration in template form, its legacy keys rewritten for containers or for this host. */
export function configTemplate({ service, source, rewritten, template }: StepContext, form: Form): MergedConfig {
  const file = LEGACY_CONFIGS.map((path) => source.files.find((it) => it.path === path)).find((it) => it !== undefined)
  const legacy = source.kind === 'legacy' && file ? (rewritten.files(form).get(file.path) ?? file.read()) : undefined
  return mergeConfig(template, legacy && Buffer.from(legacy).toString('utf8'), service)
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
  const kept = rewritten.findings.filter(({ action }) => action !== 'edit' && action !== 'env').map((it) => it.text)
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
