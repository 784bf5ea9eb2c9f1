// Reads a platform folder into a catalog: all definitions, checked against their schema and against each other, frozen.
import { digestOf } from '../kit/digest.ts'
import { parseDuration } from '../kit/duration.ts'
import type { Catalog, Platform, PlatformSettings } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import { assembleCatalog } from './assemble.ts'
import { lintCatalog } from './lint.ts'
import { invalid, type Problem, problem, type YamlSource } from './problems.ts'
import { platformSchema, type ServiceYaml, serviceSchema } from './schema.ts'
import { parseWith, parseYaml, validate } from './yaml.ts'

/** The file system as the catalog needs it; paths are relative to the platform root, `/` as separator. */
export interface FileReader {
  read(path: string): string | undefined
  /** Names inside a folder; empty when it does not exist. */
  list(folder: string): string[]
}

export interface LoadedDefinition {
  definition: ServiceDefinition
  source: YamlSource
}

export function loadSettings(reader: FileReader): PlatformSettings {
  const text = reader.read('trade2026.yaml')
  if (text === undefined) {
    throw invalid([
      { file: 'trade2026.yaml', line: 1, column: 1, path: '', message: 'file not found; a platform begins with one' },
    ])
  }
  return parseWith(platformSchema, text, 'trade2026.yaml') as PlatformSettings
}

/** Throws DEFINITION_INVALID naming every problem of every file at once. */
export function loadCatalog(platform: Platform, reader: FileReader): Catalog {
  return assembleCatalog(platform, loadDefinitions(reader))
}

/** Every definition of a platform folder, checked. Throws DEFINITION_INVALID naming every problem of every file at once. */
export function loadDefinitions(reader: FileReader): ServiceDefinition[] {
  const problems: Problem[] = []
  const loaded = new Map<string, LoadedDefinition>()
  for (const { folder, file, expectedId } of definitionFiles(reader)) {
    const text = reader.read(file)
    if (text === undefined) continue
    const template = reader.read(`${folder}/config.yaml`) ?? ''
    const result = readDefinition(text, file, folder, template)
    if ('problems' in result) {
      problems.push(...result.problems)
      continue
    }
    const { definition, source } = result
    if (definition.id !== expectedId) {
      problems.push(
        problem(source, ['id'], `found ${definition.id}; expected ${expectedId}, the name of its folder or file`),
      )
    }
    const twin = loaded.get(definition.id)
    if (twin) problems.push(problem(source, ['id'], `${definition.id} is also defined in ${twin.definition.file}`))
    loaded.set(definition.id, { definition, source })
  }
  problems.push(...lintCatalog([...loaded.values()]).filter((finding) => finding.severity === 'error'))
  if (problems.length > 0) throw invalid(problems)
  return [...loaded.values()].map(({ definition }) => definition)
}

/** A single definition text, e.g. `stack/<id>/service.yaml` of a migrated service. */
export function parseDefinition(text: string, file: string, template = ''): ServiceDefinition {
  const result = readDefinition(text, file, file.replace(/\/[^/]*$/, ''), template)
  if ('problems' in result) throw invalid(result.problems)
  return result.definition
}

function definitionFiles(reader: FileReader): { folder: string; file: string; expectedId: string }[] {
  const apps = reader
    .list('services')
    .filter((name) => reader.read(`services/${name}/service.yaml`) !== undefined)
    .map((name) => ({ folder: `services/${name}`, file: `services/${name}/service.yaml`, expectedId: name }))
  const infra = reader
    .list('infra')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ folder: 'infra', file: `infra/${name}`, expectedId: name.replace(/\.yaml$/, '') }))
  return [...infra, ...apps]
}

function readDefinition(
  text: string,
  file: string,
  folder: string,
  template: string,
): LoadedDefinition | { problems: Problem[] } {
  const source = parseYaml(text, file)
  const result = validate(serviceSchema, source)
  if ('problems' in result) return result
  return { definition: toDefinition(result.value, file, folder, template), source }
}

function toDefinition(yaml: ServiceYaml, file: string, folder: string, template: string): ServiceDefinition {
  const { priority, health, stopGrace, streams, ...rest } = yaml
  const ms = (duration: string): number => parseDuration(duration) ?? 0
  return {
    ...rest,
    ...(priority === undefined ? {} : { wave: priority }),
    health: {
      probe: health.probe,
      intervalMs: ms(health.interval),
      timeoutMs: ms(health.timeout),
      retries: health.retries,
      startPeriodMs: ms(health.startPeriod),
    },
    ...(streams === undefined
      ? {}
      : {
          streams: streams.map((stream) => ({
            name: stream.name,
            subjects: stream.subjects,
            maxAgeMs: ms(stream.maxAge),
            ...(stream.duplicateWindow === undefined ? {} : { duplicateWindowMs: ms(stream.duplicateWindow) }),
          })),
        }),
    stopGraceMs: ms(stopGrace),
    folder,
    file,
    digest: digestOf({ yaml, template }),
  }
}
