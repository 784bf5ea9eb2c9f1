// A small invented platform: two Python services, `crane` needs `tariff`. The legacy tree, the rewrite engine and what
// runs are stand-ins that keep their facts on the given disk, so that they survive a kill as the real ones would.

import { localEndpoints } from '../../../src/catalog/endpoints.ts'
import { loadCatalog, loadSettings } from '../../../src/catalog/load.ts'
import { type Journal, openJournal } from '../../../src/journal/append.ts'
import { type Disk, ensureFolder } from '../../../src/journal/disk.ts'
import type { Clock } from '../../../src/kit/clock.ts'
import { sha256 } from '../../../src/kit/digest.ts'
import type { MigrationDeps } from '../../../src/migrate/context.ts'
import { legacySource } from '../../../src/migrate/source.ts'
import {
  NO_SECRETS,
  type RewriteOutcome,
  type ServiceSource,
  type SourceSecrets,
  type StepPorts,
} from '../../../src/migrate/steps/step.ts'
import { folderScope } from '../../../src/migrate/survey/scope/scope.ts'
import type { EndpointFinding, Question } from '../../../src/model/endpoint.ts'
import type { Progress } from '../../../src/model/event.ts'
import type { Catalog, PlatformPaths } from '../../../src/model/platform.ts'
import type { SourceTree } from '../../../src/model/source.ts'
import type { CheckResult, Verdict } from '../../../src/model/verdict.ts'
import { type Link, linksFor } from '../../../src/plan/links.ts'
import { memoryReader, PLATFORM_YAML, serviceYaml } from '../../support/catalog.ts'

export const LEGACY: Record<string, string> = {
  'apps/crane/main.py': 'TARIFF = "http://localhost:6105/rates"\nprint("starting")\n',
  'apps/crane/lib/jobs.py': 'JOBS = []\n',
  'apps/crane/config.yaml': 'port: 6100\ntariff_url: http://localhost:6105\nretries: 3\n',
  'apps/crane/requirements.txt': 'crane-tools==1.0\n',
  'apps/crane/run.sh': '#!/bin/sh\nexec python main.py\n',
  'apps/crane/__pycache__/main.pyc': 'x',
  'apps/crane/logs/old.log': 'x',
  'apps/tariff/main.py': 'BIND = "127.0.0.1"\n',
}

const infra = (id: string, port: number): string =>
  `id: ${id}\nkind: infra\ntitle: ${id}\nrole: test\nports: { client: ${port} }\nlanes: [backend]\nhealth: { probe: { kind: tcp, port: client } }\nimage: ${id}:1\nresources: { memoryMb: 64 }\n`

export const DEFINITIONS: Record<string, string> = {
  'infra/nats.yaml': infra('nats', 4222),
  'infra/valkey.yaml': infra('valkey', 6379),
  'services/crane/service.yaml': serviceYaml(
    'crane',
    7100,
    'lanes: [backend]\nneeds: { tariff: hard }\nlegacy: { path: apps/crane, ports: [6100] }\n',
  ),
  'services/crane/config.yaml': 'http:\n  port: ${self.port.http}\ntariff:\n  url: http://${tariff.address.http}\n',
  'services/tariff/service.yaml': serviceYaml(
    'tariff',
    7105,
    'lanes: [backend]\nlegacy: { path: apps/tariff, ports: [6105] }\n',
  ),
  'services/tariff/config.yaml': 'http:\n  port: ${self.port.http}\n',
}

export interface World {
  disk: Disk
  root: string
  legacy: Record<string, string>
  definitions: Record<string, string>
  toolVersion: string
  /** Verdict of a section, by `service/section`; pass unless told. */
  verdicts: Record<string, Verdict>
  logErrors: string[]
  questions: Question[]
  unexplained: RewriteOutcome['unexplained']
  secrets: SourceSecrets
  /** Forwarders that stand now. */
  links: Link[]
  /** What ran before the migration. */
  twins: string[]
  /** Calls of ports that change something, in order. */
  calls: string[]
  progress: Progress[]
  signal: AbortSignal
}

export function world(disk: Disk, root: string, changes: Partial<World> = {}): World {
  return {
    disk,
    root,
    legacy: { ...LEGACY },
    definitions: { ...DEFINITIONS },
    toolVersion: '1.0.0',
    verdicts: {},
    logErrors: [],
    questions: [],
    unexplained: [],
    secrets: NO_SECRETS,
    links: [],
    twins: [],
    calls: [],
    progress: [],
    signal: new AbortController().signal,
    ...changes,
  }
}

export function pathsOf({ root }: Pick<World, 'root'>): PlatformPaths {
  return { root, stack: `${root}/stack`, state: `${root}/.trade2026`, tracker: `${root}/COMPLETION_TRACKER.md` }
}

let ticks = 0
const clock: Clock = {
  nowMs: () => 1_700_000_000_000 + ticks++,
  monotonicMs: () => ticks++,
  sleep: async () => {},
}

/** Everything a run needs, journal opened under a run id of its own. */
export function depsOf(it: World, run: string): MigrationDeps {
  const reader = memoryReader({ 'trade2026.yaml': PLATFORM_YAML, ...it.definitions })
  const paths = pathsOf(it)
  const catalog = loadCatalog({ settings: loadSettings(reader), paths, bundled: false, readOnly: false }, reader)
  const journal: Journal = openJournal({
    disk: it.disk,
    path: `${paths.state}/journal.jsonl`,
    run,
    now: () => new Date(clock.nowMs()),
    opening: { type: 'run.started', command: 'migrate', args: [], operator: 'test', pid: 1, host: 'h' },
  })
  return {
    catalog,
    paths,
    disk: it.disk,
    journal,
    source: async (service) =>
      legacySource({
        tree: treeOf(it.legacy),
        from: '/old',
        scope: folderScope(service.legacy.path ?? ''),
        language: 'python',
        command: ['python', 'main.py'],
      }),
    rewrite: async (source, service, answers) => rewriteOf(it, source, service.id, answers),
    definitionText: (id) => it.definitions[`services/${id}/service.yaml`] ?? '',
    template: (id) => it.definitions[`services/${id}/config.yaml`] ?? '',
    ports: portsOf(it, catalog),
    renderTracker: (state) =>
      `${Object.values(state.services)
        .filter(({ steps }) => steps.some(({ status }) => status === 'done'))
        .map(
          ({ id, steps }) =>
            `${id} ${steps.filter(({ id: step, status }) => step !== 'tracker' && status === 'done').length}`,
        )
        .sort()
        .join('\n')}\n`,
    toolVersion: it.toolVersion,
    operator: 'test',
    clock,
    signal: it.signal,
    progress: (progress) => it.progress.push(progress),
  }
}

export function treeOf(files: Record<string, string>): SourceTree {
  return {
    list: (folder) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => ({ path, mode: path.endsWith('.sh') ? 0o755 : 0o644 })),
    read: (path) => Buffer.from(files[path] ?? ''),
  }
}

/** Stands in for the engine: one kind of edit, one question. */
function rewriteOf(it: World, source: ServiceSource, service: string, answers: Record<string, string>): RewriteOutcome {
  const target = { container: 'tariff:7105', local: '127.0.0.1:7105' }
  const hits = source.files.filter((file) => Buffer.from(file.read()).includes('localhost:6105'))
  const open = it.questions.filter((question) => question.service === service && answers[question.id] === undefined)
  const findings = hits.map(
    ({ path }): EndpointFinding => ({
      service,
      file: path,
      line: 1,
      column: 1,
      text: 'localhost:6105',
      role: 'peer',
      action: 'edit',
      replacement: target.container,
      target: 'tariff:7105',
      reason: 'listens there',
      rule: 'peer',
      evidence: [],
      alternatives: Object.values(answers),
    }),
  )
  return {
    findings,
    questions: open,
    notCovered: [],
    environment: {},
    files: (form) =>
      new Map(
        hits.map(({ path, read }) => [
          path,
          Buffer.from(Buffer.from(read()).toString().replaceAll('localhost:6105', target[form])),
        ]),
      ),
    unexplained: it.unexplained,
    secrets: it.secrets,
  }
}

/** What runs is a file on the disk: `twin`, `stack` or nothing. */
function portsOf(it: World, catalog: Catalog): StepPorts {
  const folder = `${it.root}/running`
  const running = (id: string): string | undefined => {
    const bytes = it.disk.read(`${folder}/${id}`)
    return bytes === undefined
      ? it.twins.includes(id) && it.disk.stat(`${folder}/${id}.stopped`) === undefined
        ? 'twin'
        : undefined
      : Buffer.from(bytes).toString()
  }
  const set = (id: string, what: string | undefined): void => {
    it.calls.push(`${id} ${what ?? 'stopped'}`)
    ensureFolder(it.disk, folder)
    if (what === undefined) {
      it.disk.removeFile(`${folder}/${id}`)
      it.disk.write(`${folder}/${id}.stopped`, Buffer.from(''))
    } else it.disk.write(`${folder}/${id}`, Buffer.from(what))
  }
  const preparedAt = (id: string): string => `${it.root}/.trade2026/local/${id}`
  return {
    async prepare({ service, files, config }) {
      const digest = sha256(JSON.stringify([files.map(({ path, bytes }) => [path, sha256(bytes)]), config]))
      const known = it.disk.read(preparedAt(service.id))
      if (known !== undefined && Buffer.from(known).toString() === digest) return { digest, notes: [] }
      it.calls.push(`${service.id} prepared`)
      ensureFolder(it.disk, `${it.root}/.trade2026/local`)
      it.disk.write(preparedAt(service.id), Buffer.from(digest))
      return { digest, notes: ['prepared'] }
    },
    isPrepared: (id) => it.disk.stat(preparedAt(id)) !== undefined,
    discard: async (id) => it.disk.removeFile(preparedAt(id)),
    startNeeds: async () => {},
    async instance(id) {
      const what = running(id)
      if (what === undefined || what === '') return undefined
      return {
        service: id,
        state: 'running',
        health: 'healthy',
        restarts: 0,
        ports: {},
        origin: what === 'twin' ? 'legacy' : 'stack',
        digest: what,
      }
    },
    async start(id) {
      if (running(id) !== 'stack') set(id, 'stack')
    },
    async stop(id) {
      if (running(id) !== undefined) set(id, undefined)
    },
    async restartTwin(id) {
      if (running(id) !== 'twin') set(id, 'twin')
    },
    async settleLinks(inStack) {
      it.links = linksFor({
        services: catalog.services,
        endpoints: localEndpoints(catalog.services, 0),
        inStack,
        implemented: () => false,
      })
      return []
    },
    runChecks: async (id, section) => [check(`${section} of ${id}`, it.verdicts[`${id}/${section}`] ?? 'pass')],
    logErrors: async () => it.logErrors,
    checkNeeds: () => [],
    checksDigest: (id, section) => `${id} ${section}`,
  }
}

export function check(title: string, verdict: Verdict): CheckResult {
  return {
    id: title,
    title,
    verdict,
    observed: 1,
    expected: 1,
    samples: 1,
    attempts: 1,
    reason: `answered ${verdict}`,
    durationMs: 1,
  }
}
