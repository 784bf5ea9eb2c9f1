// `init`: a new platform folder, empty or with drafts of what a survey of the legacy tree found. Never overwrites a file.
import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { draftId } from '../migrate/drafts/names.ts'
import { type DraftFile, draftPlatform } from '../migrate/drafts/platform.ts'
import { buildRegistry } from '../migrate/rewrite/registry.ts'
import { surveyTree } from '../migrate/survey.ts'
import type { SurveyReport } from '../model/endpoint.ts'
import { TradeError } from '../model/errors.ts'
import type { InitReport } from '../model/report.ts'
import { loadGrammars, readTree } from '../observe/legacy.ts'
import { writeWhole } from '../runtime/local/record.ts'
import type { Context } from './context.ts'
import type { InitOptions } from './control-plane.ts'
import { readPairs } from './legacy.ts'

/** Throws USAGE when a file of the draft is already there, SOURCE_NOT_FOUND when the legacy tree is not. */
export async function initPlatform(context: Context, { dir, from, endpointsFile }: InitOptions): Promise<InitReport> {
  const root = resolve(context.cwd, dir ?? '.')
  const source = from === undefined ? undefined : resolve(context.cwd, from)
  const endpoints = endpointsFile === undefined ? {} : readPairs(context, endpointsFile)
  const report = source === undefined ? undefined : await surveyLegacy(source, endpoints)
  const files = draftPlatform(report, {
    name: draftId(basename(root)),
    ...(source === undefined ? {} : { legacyRoot: rootAsWritten(root, source) }),
  })
  refuseExisting(root, files)
  for (const { path, text } of files) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeWhole(file, text, 0o644)
  }
  return {
    platform: root,
    ...(source === undefined ? {} : { source }),
    files: files.map(({ path }) => path),
    services: report?.services.map(({ id }) => draftId(id)) ?? [],
    infra: files.flatMap(({ path }) => /^infra\/(.+)\.yaml$/.exec(path)?.[1] ?? []),
    questions: report?.questions.length ?? 0,
  }
}

/** With no catalog: nothing of the bundled platform is true of this tree. */
function surveyLegacy(source: string, endpoints: Record<string, string>): Promise<SurveyReport> {
  const registry = buildRegistry({ services: new Map() })
  return surveyTree({ source, files: readTree(source), registry, endpoints, grammars: loadGrammars() })
}

/** Relative where the two folders move together. */
function rootAsWritten(root: string, source: string): string {
  const way = relative(root, source)
  return way === ''
    ? '.'
    : isAbsolute(way) || way.split(/[\\/]/).filter((part) => part === '..').length > 2
      ? source
      : way.replaceAll('\\', '/')
}

function refuseExisting(root: string, files: readonly DraftFile[]): void {
  const there = files.map(({ path }) => path).filter((path) => existsSync(join(root, path)))
  if (there.length === 0) return
  const shown = there.slice(0, 5).join(', ')
  throw new TradeError(
    'USAGE',
    `${root}: ${shown}${there.length > 5 ? ` and ${there.length - 5} more` : ''} already there; init never overwrites`,
    { facts: { platform: root, files: there }, hints: ['trade2026 init NEW_FOLDER'] },
  )
}
