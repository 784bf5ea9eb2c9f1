// Step 5: the service as the stack runs it: stack/<id>/service.yaml (its definition, with command and environment) and a
// compose fragment, both linted: one port number everywhere, and a lane shared with everything it needs.
import { parseDocument, stringify } from 'yaml'
import { containerScope, renderService } from '../../catalog/compose.ts'
import { hostPorts } from '../../catalog/endpoints.ts'
import { appEnvironment } from '../../catalog/environment.ts'
import { parseDefinition } from '../../catalog/load.ts'
import { renderPlaceholders } from '../../catalog/placeholders.ts'
import type { FileChange } from '../../journal/files.ts'
import type { ServiceDefinition } from '../../model/service.ts'
import { stackTarget } from './copy-source.ts'
import { privateFragment } from './private-files.ts'
import { buildOutcome, isBuilt, startWords } from './recipe.ts'
import { done, failed, type Step, type StepContext } from './step.ts'

const HEADER = '# Written by `trade2026 migrate`; the definition it came from is services/'

export const writeCompose: Step = {
  id: 'compose',
  title: 'Compose definition written',
  inputs: ({ catalog, service }) => ({
    lanes: catalog.platform.settings.lanes,
    needs: Object.keys(service.needs).map((id) => [
      id,
      catalog.services.get(id)?.lanes,
      catalog.services.get(id)?.ports,
    ]),
  }),

  plan(context) {
    const files = { 'service.yaml': migratedDefinition(context), 'compose.yml': fragment(context) }
    return Object.entries(files).map(
      ([name, text]): FileChange => ({
        kind: 'write',
        target: stackTarget(context.service.id, name),
        bytes: Buffer.from(text),
        mode: 0o644,
      }),
    )
  },

  async apply(context) {
    const { service, files, evidence } = context
    const problems = lint(parseDefinition(migratedDefinition(context), `stack/${service.id}/service.yaml`), context)
    const report = evidence.write(
      service.id,
      'compose',
      'compose.json',
      { problems, fragment: parseDocument(fragment(context)).toJS() },
      problems.length === 0 ? 'lanes, ports and probe agree' : `${problems.length} problems`,
    )
    if (problems.length > 0) return failed(`stack/${service.id}/compose.yml: ${problems.join('; ')}`, [report])
    files.execute({ service: service.id, step: 'compose' }, files.plan(writeCompose.plan(context)))
    return done(report)
  },
}

/** The definition with the command and environment the migrated code needs; no bundled implementation any more. */
export function migratedDefinition(context: StepContext): string {
  const { service, definitionText } = context
  const document = parseDocument(definitionText)
  document.delete('implementation')
  document.set('command', document.createNode(startWords(context), { flow: true }))
  for (const [name, value] of Object.entries(environmentOf(context))) {
    document.setIn(['environment', name], value)
  }
  document.commentBefore = null
  return `${HEADER}${service.id}/service.yaml\n${document.toString({ lineWidth: 0 })}`
}

/**
 * Variables the code reads beyond those every application gets. One the platform sets anyway, to the same value, stays with
 * the platform: it knows that BIND_HOST is another one on the local runtime.
 */
function environmentOf({ service, source, rewritten, catalog }: StepContext): Record<string, string> {
  const scope = { ...containerScope(catalog.services), self: service.id }
  const given = appEnvironment(service, catalog.services, { scope, logLevel: 'INFO' })
  const own = Object.entries(rewritten.environment).filter(
    ([name, value]) => renderPlaceholders(value, scope, `stack/${service.id}/service.yaml`) !== given[name],
  )
  return { ...(source.language === 'python' ? { PYTHONUNBUFFERED: '1' } : {}), ...Object.fromEntries(own) }
}

function fragment(context: StepContext): string {
  const { service, catalog, source } = context
  const built = buildOutcome(context)
  const definition = parseDefinition(migratedDefinition(context), `stack/${service.id}/service.yaml`)
  const rendered = renderService(definition, catalog)
  // Compose paths are relative to the file: the catalog's are seen from compose/, this file lies in stack/<id>/.
  const configFolder = configFolderOf(context)
  const volumes = (rendered.volumes as string[]).map((mount) =>
    mount
      .replace(/^\.\.\/stack\//, '../')
      .replace(/^\.\.\/secrets\//, '../../secrets/')
      .replace(/:\/app\/config:ro$/, `:${configFolder}:ro`),
  )
  const networks = Object.fromEntries(
    definition.lanes.map((lane) => [lane, { name: catalog.platform.settings.lanes[lane]?.network, external: true }]),
  )
  const named = Object.fromEntries(definition.volumes.map(({ name }) => [name, { name: `trade2026-${name}` }]))
  // Commands and the image's own order come from the Dockerfile; `depends_on` belongs to the whole stack.
  const { depends_on: _dependsOn, command: _command, healthcheck, environment, ...alone } = rendered
  const test = isBuilt(built) ? built.test : undefined
  // Compose replaces `$NAME` in what it reads.
  const words = test?.map((word) => word.replaceAll('$', '$$$$'))
  // Without words of its own the image's check stands, if it has one: another language's would only fail.
  const health = healthcheck && words ? { healthcheck: { ...healthcheck, test: ['CMD', ...words] } } : {}
  // Kept out of the image; what the rewrite step set in it still holds. The environment of the definition goes before it.
  const variables = variablesOf(source)
  const own = privateFragment(context)
  // The later file wins: what left the source for a private file is not in the first one any more.
  const envFiles = [...variables, ...own.envFiles]
  const document = {
    services: {
      [service.id]: {
        build: { context: '.' },
        ...(envFiles.length > 0 ? { env_file: envFiles } : {}),
        ...alone,
        environment: { ...(environment as Record<string, string>), CONFIG_PATH: `${configFolder}/config.yaml` },
        ...health,
        // Only where something still lives on the host: Linux engines do not know the name by themselves.
        ...(speaksToHost(context) ? { extra_hosts: ['host.docker.internal:host-gateway'] } : {}),
        volumes,
        ...(own.mounts.length > 0 ? { secrets: own.mounts } : {}),
      },
    },
    networks,
    ...(own.mounts.length > 0 ? { secrets: own.secrets } : {}),
    ...(definition.volumes.length > 0 ? { volumes: named } : {}),
  }
  return `${HEADER}${service.id}/service.yaml\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`
}

const HOST_GATEWAY = 'host.docker.internal'

function speaksToHost({ rewritten, definitionText }: StepContext): boolean {
  const changed = rewritten.findings.filter(({ action }) => action === 'edit').map(({ replacement }) => replacement)
  const variables = [rewritten.environment, rewritten.secrets.environment('container')].flatMap(Object.values)
  return [definitionText, ...changed, ...variables].some((text) => text?.includes(HOST_GATEWAY))
}

/** Files of variables, in the service's folder and above it: the nearest says the last word. */
function variablesOf({ files, folder = '' }: StepContext['source']): string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => /^(.*\/)?\.env$/.test(path) && `${folder}/`.startsWith(path.slice(0, -'.env'.length)))
    .sort((a, b) => a.length - b.length)
}

/** A mount hides what lies under it: where the service has a `config` folder of its own, the rendered one goes elsewhere. */
function configFolderOf({ source }: StepContext): string {
  return source.files.some(({ path }) => path.startsWith('config/')) ? '/etc/trade2026' : '/app/config'
}

function lint(definition: ServiceDefinition, { catalog }: StepContext): string[] {
  const problems: string[] = []
  const { probe } = definition.health
  if (probe.port !== undefined && definition.ports[probe.port] === undefined) {
    problems.push(
      `health.probe.port: found ${probe.port}, expected one of ${Object.keys(definition.ports).join(', ')} (F12)`,
    )
  }
  for (const id of Object.keys(definition.needs)) {
    const peer = catalog.services.get(id)
    if (peer && !peer.lanes.some((lane) => definition.lanes.includes(lane))) {
      problems.push(
        `lanes: found ${definition.lanes.join(', ')}, expected one shared with ${id}: ${peer.lanes.join(', ')} (F31)`,
      )
    }
  }
  for (const other of catalog.services.values()) {
    if (other.id === definition.id) continue
    const taken = Object.values(hostPorts(other))
    const clash = Object.values(hostPorts(definition)).find((port) => taken.includes(port))
    if (clash !== undefined) problems.push(`ports: ${clash} is also used by ${other.id} (F05)`)
  }
  return problems
}
