// Keeps the links of a half-migrated platform right: one forwarder process for each, started and stopped like any service,
// so that it is recorded, watched and taken down with the rest.
import { join } from 'node:path'
import { digestOf } from '../kit/digest.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { LaunchSpec } from '../model/runtime.ts'
import { type Link, linksFor } from '../plan/links.ts'
import type { Context } from './context.ts'
import type { Local } from './local.ts'

const PREFIX = 'link-'
const ATTEMPTS = 60

export interface LinkingDeps {
  context: Context
  catalog: Catalog
  local: Pick<Local, 'runtime'>
  sleep: (ms: number) => Promise<void>
}

/** Makes the forwarders what they have to be while exactly `inStack` run migrated. Idempotent. */
export async function settleLinks(
  inStack: ReadonlySet<ServiceId>,
  { context, catalog, local, sleep }: LinkingDeps,
): Promise<string[]> {
  const { runtime } = local
  const wanted = linksFor({
    services: catalog.services,
    endpoints: runtime.hostEndpoints(),
    inStack,
    // Prepared is not running: what was just taken back, or failed, still lies built while its peer serves on the host.
    implemented: (service) => catalog.services.get(service)?.implementation !== undefined,
  }).map((link) => specOf(link, context, catalog))
  const running = (await runtime.startedSpecs()).filter(({ service }) => service.startsWith(PREFIX))
  for (const { service, digest } of running)
    if (!wanted.some((spec) => spec.service === service && spec.digest === digest)) await runtime.stop(service)
  const notes: string[] = []
  for (const spec of wanted) {
    if (running.some(({ service, digest }) => service === spec.service && digest === spec.digest)) continue
    const [problem] = await runtime.preflight([spec])
    // A port somebody holds is that somebody's: a caller that dials it is served there.
    if (problem) notes.push(problem.message)
    else await startLink(spec, local, sleep)
  }
  return notes
}

async function startLink(
  spec: LaunchSpec,
  { runtime }: Pick<Local, 'runtime'>,
  sleep: LinkingDeps['sleep'],
): Promise<void> {
  await runtime.start(spec)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if ((await runtime.probe(spec.service)).health === 'healthy') return
    await sleep(50)
  }
}

function specOf({ service, listen, to }: Link, context: Context, catalog: Catalog): LaunchSpec {
  const program = join(context.toolRoot, 'dist/src/runtime/local/forwarder-process.js')
  const command = [context.node, program, String(listen), String(to)]
  return {
    service: `${PREFIX}${service}-${listen}`,
    kind: 'app',
    origin: 'bundled',
    command,
    cwd: join(catalog.platform.paths.state, 'run'),
    env: {},
    ports: { in: listen },
    health: { probe: { kind: 'tcp', port: 'in' }, intervalMs: 5000, timeoutMs: 1000, retries: 3, startPeriodMs: 5000 },
    files: {},
    folders: [],
    stopGraceMs: 2000,
    digest: digestOf(command),
  }
}
