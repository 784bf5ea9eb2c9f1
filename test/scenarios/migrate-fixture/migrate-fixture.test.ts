// A piece of Trade2025 is moved by the ten steps, proven, left alone on a second run, and taken back byte for byte.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SurveyReport } from '../../../src/model/endpoint.ts'
import { STEP_IDS } from '../../../src/model/ids.ts'
import type { MigrateReport } from '../../../src/model/report.ts'
import { ROOT } from '../../support/catalog.ts'
import { scenarioPlatform } from '../../support/cli-platform.ts'
import { scoreLabels } from './labels.ts'

const SOURCE = join(ROOT, 'test/fixtures/trade2025')
const SERVICES = ['pnl', 'ptrc', 'execution-quality', 'monitoring']
const platform = await scenarioPlatform()

/** Everything of the source tree that a migration could disturb: names, bytes, modes, times of change. */
function sourceTree(): string[] {
  return readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const { mode, mtimeMs } = statSync(path)
      const content = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '/'
      return `${relative(SOURCE, path)} ${mode.toString(8)} ${mtimeMs} ${content}`
    })
    .sort()
}

/** The platform without its state: definitions, stack, compose files, tracker. */
function outside(): Record<string, string> {
  return Object.fromEntries(Object.entries(platform.digest('.')).filter(([path]) => !path.startsWith('.trade2026/')))
}

let sourceBefore: string[]
let platformBefore: Record<string, string>

beforeAll(async () => {
  sourceBefore = sourceTree()
  expect((await platform.run(['up'])).code).toBe(0)
  platformBefore = outside()
}, 60_000)

const migrate = (...args: string[]) => ['migrate', ...SERVICES, '--source', SOURCE, ...args]

describe('a legacy system', () => {
  it('is shown what would be done, and nothing is written', async () => {
    const before = platform.digest('.')
    const report = await platform.json<MigrateReport & { plan: unknown[] }>(migrate('--dry-run'))
    expect(report.plan.length).toBeGreaterThan(20)
    const after = platform.digest('.')
    const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path])
    // The services that run go on writing their own data and logs.
    expect(
      changed.filter((path) => !/^\.trade2026\/(data|logs|lake|timeseries|run|supervisor|cache)/.test(path)),
    ).toEqual([])
  })

  it('is migrated: every step done, with evidence', async () => {
    const report = await platform.migrate([...SERVICES, '--source', SOURCE])
    for (const service of report.services) {
      expect([service.id, ...service.steps.map(({ status }) => status)]).toEqual([
        service.id,
        ...STEP_IDS.map(() => 'done'),
      ])
    }
    const files = report.services
      .flatMap(({ steps }) => steps.flatMap(({ evidence }) => evidence))
      .filter(({ path }) => path !== undefined)
    expect(files.length).toBeGreaterThan(20)
    for (const { path, sha256 } of files) {
      const bytes = readFileSync(join(platform.root, '.trade2026', path!))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
  }, 180_000)

  it('runs from the stack, and its source is as it was', async () => {
    const services = await platform.ps()
    expect(SERVICES.map((id) => services.get(id)).map((it) => [it?.origin, it?.health])).toEqual(
      SERVICES.map(() => ['stack', 'healthy']),
    )
    expect(sourceTree()).toEqual(sourceBefore)
  })

  it('stands in stack/ as its labels demand, line for line, and survey says the same', async () => {
    const { endpoints } = await platform.json<SurveyReport>(['survey', '--source', SOURCE])
    const inStack = (folder: string) => join(platform.root, 'stack', folder.replaceAll('_', '-'))
    const { labels, mismatches } = scoreLabels(SOURCE, inStack, endpoints)
    expect(labels).toBeGreaterThan(50)
    expect(mismatches).toEqual([])
    // The judge can say no: in the untouched source every edit is missing.
    const untouched = scoreLabels(SOURCE, (folder) => join(SOURCE, 'trading/apps', folder), endpoints)
    expect(untouched.mismatches.length).toBeGreaterThan(20)
  })

  it('stays as it is on a second run: no change, not one byte of journal', async () => {
    const before = { stack: platform.digest('stack'), journal: platform.digest('.trade2026')['journal.jsonl'] }
    expect(await platform.json<MigrateReport>(migrate())).toMatchObject({ verdict: 'pass', changes: 0 })
    expect({ stack: platform.digest('stack'), journal: platform.digest('.trade2026')['journal.jsonl'] }).toEqual(before)
  })

  it('a file edited by somebody else stops the rollback, and nothing is touched', async () => {
    const file = join(platform.root, 'stack/pnl/main.py')
    const own = readFileSync(file)
    writeFileSync(file, `${own}# edited\n`)
    const before = platform.digest('stack')
    const result = await platform.run(['rollback', 'pnl'])
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('stack/pnl/main.py')
    expect(platform.digest('stack')).toEqual(before)
    writeFileSync(file, own)
  })

  it('is taken back byte for byte, in any order', async () => {
    expect((await platform.run(['rollback', 'monitoring', 'pnl'])).code).toBe(0)
    expect((await platform.run(['rollback', 'ptrc', 'execution-quality'])).code).toBe(0)
    expect(outside()).toEqual(platformBefore)
    expect(existsSync(join(platform.root, 'stack'))).toBe(false)
    const services = [...(await platform.ps()).values()]
    expect(services.filter(({ origin }) => origin === 'stack')).toEqual([])
    expect(SERVICES.map((id) => services.find((service) => service.id === id)?.state)).toEqual(
      SERVICES.map(() => 'absent'),
    )
  }, 60_000)

  // Until integration: what risk must reach in performance is a question for a machine that does nothing else.
})

describe('bundled services', () => {
  const IDS = ['risk', 'sink-ticks']
  const running = async () => {
    const services = await platform.ps()
    return IDS.map((id) => [services.get(id)?.origin, services.get(id)?.health])
  }

  it('are migrated by the ten steps, run from the stack, and up leaves them there', async () => {
    expect(await platform.migrate(IDS)).toMatchObject({ verdict: 'pass' })
    expect(await running()).toEqual(IDS.map(() => ['stack', 'healthy']))
    expect(await platform.json(['plan'])).toMatchObject({ ops: [] })
  }, 120_000)

  it('give their places back to their twins in a rollback', async () => {
    expect((await platform.run(['rollback', ...IDS])).code).toBe(0)
    expect(await running()).toEqual(IDS.map(() => ['bundled', 'healthy']))
    expect(outside()).toEqual(platformBefore)
    expect(await platform.json(['plan'])).toMatchObject({ ops: [] })
  }, 60_000)
})
