// A source tree for this command: the legacy tree given by --source, surveyed once, or the bundled implementations.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { parsePairs } from '../migrate/answers.ts'
import { buildRegistry, type Registry, withEndpoints } from '../migrate/rewrite/registry.ts'
import { bundledSource, legacySource } from '../migrate/source.ts'
import type { ServiceSource } from '../migrate/steps/step.ts'
import { discover, type FoundService } from '../migrate/survey/discover.ts'
import { ownerAmong } from '../migrate/survey/owner.ts'
import { scopedFiles } from '../migrate/survey/scope/files.ts'
import type { SurveyReport } from '../model/endpoint.ts'
import { TradeError } from '../model/errors.ts'
import type { Catalog } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { Grammars, SkippedFile, SourceFiles, SourceTree } from '../model/source.ts'
import type { MigrationState } from '../model/state.ts'
import { copyableTree, loadGrammars, readTree } from '../observe/legacy.ts'
import type { Context } from './context.ts'
import type { SurveyOptions } from './control-plane.ts'
import { surveySource } from './surveying.ts'

export interface Legacy {
  registry(): Promise<Registry>
  /** Services of the tree, in the survey's words; empty without --source. */
  found(): Promise<FoundService[]>
  /** Throws SOURCE_NOT_FOUND. */
  sourceOf(service: ServiceDefinition): Promise<ServiceSource>
  /** Folder below the source root that files of the copy count from; files of findings begin with it. */
  folderOf(service: ServiceDefinition): Promise<string>
  /** In whose name a file, named from the source root, is asked about: a library is asked about once. */
  askedFor(service: ServiceDefinition): Promise<(file: string) => string>
  /** `state`: answers of earlier runs hold while their evidence does. */
  survey(state: MigrationState): Promise<SurveyReport>
  grammars: Grammars
  /** Files seen but not read as text: counted, never edited. */
  skippedOf(service: ServiceDefinition): Promise<readonly SkippedFile[]>
}

export function openLegacy(context: Context, catalog: Catalog, options: SurveyOptions): Legacy {
  const root = sourceRoot(context, catalog, options.source)
  const endpoints = options.endpointsFile === undefined ? {} : readPairs(context, options.endpointsFile)
  const grammars = loadGrammars()
  const base = buildRegistry(catalog)
  let files: SourceFiles | undefined
  let discovery: ReturnType<typeof discover> | undefined
  const tree = (): SourceFiles => {
    if (files === undefined) keepYoungSpaceSmall()
    files ??= readTree(root!)
    return files
  }
  let copyable: SourceTree | undefined
  const whole = (): SourceTree => {
    copyable ??= copyableTree(root!)
    return copyable
  }
  const discovered = (): ReturnType<typeof discover> => {
    discovery ??= discover({ files: tree(), registry: base, endpoints, grammars })
    return discovery
  }

  const find = async (service: ServiceDefinition): Promise<FoundService> => {
    const { services } = await discovered()
    const expected = service.legacy.path
    const match = services.find(
      ({ id, path }) => path === expected || id === service.id || service.legacy.names.includes(id),
    )
    if (match) return match
    throw new TradeError(
      'SOURCE_NOT_FOUND',
      `${service.id}: not found in ${root}; expected it at ${expected ?? service.id}`,
      {
        facts: { service: service.id, found: services.map(({ id, path }) => `${id} (${path})`) },
        hints: [`trade2026 survey --source ${options.source ?? root}`],
      },
    )
  }

  return {
    grammars,
    registry: async () => (root === undefined ? withEndpoints(base, endpoints) : (await discovered()).registry),
    found: async () => (root === undefined ? [] : (await discovered()).services),
    folderOf: async (service) => (root === undefined ? `services/${service.id}` : (await find(service)).scope.root),
    skippedOf: async (service) => {
      if (root === undefined) return []
      return scopedFiles(tree(), (await find(service)).scope).skipped?.() ?? []
    },
    async askedFor(service) {
      if (root === undefined) return () => service.id
      const { services } = await discovered()
      const { id } = await find(service)
      // The definition may call it by another name than the tree does.
      return (file) => {
        const owner = ownerAmong(services, file)
        return owner === id ? service.id : owner
      }
    },
    async sourceOf(service) {
      if (root === undefined) return bundledSource(service, copyableTree(context.toolRoot), bundleFacts(context))
      const { scope, language, command } = await find(service)
      return legacySource({ tree: whole(), from: root, scope, language, command })
    },
    async survey(state) {
      if (root === undefined) {
        throw new TradeError('USAGE', 'survey: found no source; expected --source or legacyRoot in trade2026.yaml', {
          hints: ['trade2026 survey --source DIR'],
        })
      }
      const { answersFile, live = false } = options
      const answers =
        answersFile === undefined ? {} : { answers: { file: answersFile, values: readPairs(context, answersFile) } }
      return surveySource(
        { source: root, files: tree(), registry: base, endpoints, grammars },
        { ...answers, live },
        state,
      )
    },
  }
}

/**
 * What is read of a large tree is dropped at once, but a young space that grows with it keeps hundreds of megabytes of file
 * buffers alive between two collections. The ceiling of the heap stays what it is.
 */
function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

function sourceRoot(context: Context, catalog: Catalog, given: string | undefined): string | undefined {
  if (given !== undefined) return resolve(context.cwd, given)
  const { legacyRoot } = catalog.platform.settings
  return legacyRoot === undefined ? undefined : resolve(catalog.platform.paths.root, legacyRoot)
}

/** `name: value` pairs of an answers or endpoints file. */
export function readPairs({ cwd }: Context, file: string): Record<string, string> {
  const path = resolve(cwd, file)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new TradeError('ANSWERS_INVALID', `${path}: cannot be read: ${(error as Error).message}`, { cause: error })
  }
  return parsePairs(text, file)
}

function bundleFacts({ toolRoot, toolVersion }: Context) {
  const manifest = JSON.parse(readFileSync(join(toolRoot, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return { version: toolVersion, dependencies: manifest.dependencies, ...lockOf(toolRoot) }
}

/** The lock file ships with a checkout, not with an installed package. */
function lockOf(toolRoot: string): { lock?: string } {
  try {
    return { lock: readFileSync(join(toolRoot, 'package-lock.json'), 'utf8') }
  } catch {
    return {}
  }
}
