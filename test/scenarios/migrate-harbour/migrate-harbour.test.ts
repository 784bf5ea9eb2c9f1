// A system in Java, Go, C# and Node is moved by two commands: `init --from` and `migrate --all`. What this machine has no
// toolchain for ends in a clear state; everything else runs from the stack, and a ship gets its berth and its pilot.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintDockerfile } from '../../../src/migrate/steps/build/lint.ts'
import { STEP_IDS } from '../../../src/model/ids.ts'
import type { MigrateReport } from '../../../src/model/report.ts'
import { ROOT } from '../../support/catalog.ts'
import { scenarioPlatform } from '../../support/cli-platform.ts'
import { eventually } from '../../support/eventually.ts'

const SOURCE = join(ROOT, 'test/fixtures/harbour/tree')
const RUNNABLE = ['berths', 'board', 'pilots', 'tides']
const platform = await scenarioPlatform({ from: SOURCE })
const hasDotnet = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'dotnet')))

/** Every question of the fixture has one sensible answer, and an operator gives it once. */
const ANSWERS: Record<string, string> = { Manifests__Folder: '/data', 'Manifests.Folder': '/data' }

async function migrate(): Promise<MigrateReport> {
  const first = await platform.migrate(['--all', '--source', SOURCE])
  const asked = (first as { questions?: { id: string; candidates: string[] }[] }).questions ?? []
  if (asked.length === 0) return first
  const answers = asked.map(({ id }) => {
    const key = id.slice(id.lastIndexOf(':') + 1)
    return `${JSON.stringify(id)}: ${ANSWERS[key] ?? 'keep'}\n`
  })
  writeFileSync(join(platform.root, 'answers.yaml'), answers.join(''))
  return platform.migrate(['--all', '--source', SOURCE, '--answers', join(platform.root, 'answers.yaml')])
}

describe('the harbour office', () => {
  let report: MigrateReport
  const stepsOf = (id: string) => report.services.find((service) => service.id === id)!.steps

  it('is migrated whole where the toolchain is there', async () => {
    report = await migrate()
    const states = RUNNABLE.map((id) => [id, ...stepsOf(id).map(({ status }) => status)])
    expect(states).toEqual(RUNNABLE.map((id) => [id, ...STEP_IDS.map(() => 'done')]))
  }, 600_000)

  it('ends clearly where it is not: the image is described, and the step says what is missing', () => {
    const build = stepsOf('customs').find(({ id }) => id === 'build')!
    if (hasDotnet) return expect(build.status).toBe('done')
    expect(build).toMatchObject({ status: 'failed', error: { code: 'TOOL_MISSING' } })
    expect(build.error?.message).toMatch(/^dotnet: not found while building customs; .*install dotnet-sdk/)
  })

  it.each([...RUNNABLE, 'customs'])('%s has a Dockerfile that keeps every rule', (id) => {
    const text = readFileSync(join(platform.root, 'stack', id, 'Dockerfile'), 'utf8')
    expect(lintDockerfile(text)).toEqual([])
  })

  it('answers across all its services and stores', async () => {
    const board = async <T>(path: string): Promise<T> =>
      (await (await fetch(`${platform.url(6120)}${path}`)).json()) as T
    expect(await board('/api/arrive?ship=Kestrel')).toMatchObject({
      ship: 'Kestrel',
      tide: { meters: expect.any(Number) },
    })
    const isSent = eventually(async () => {
      const { ships } = await board<{ ships: { ship: string }[] }>('/api/pilots')
      return ships.some(({ ship }) => ship === 'Kestrel')
    })
    expect(await isSent).toBe(true)
  })

  it('stays as it is on a second run', async () => {
    const before = platform.digest('stack')
    const again = await platform.migrate([...RUNNABLE, '--source', SOURCE])
    expect(again).toMatchObject({ verdict: 'pass', changes: 0 })
    expect(platform.digest('stack')).toEqual(before)
  })
})
