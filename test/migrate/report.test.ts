import { beforeAll, describe, expect, it } from 'vitest'
import { type RunReport, renderReport, reportOf } from '../../src/migrate/report.ts'
import { migrate } from '../../src/migrate/run.ts'
import type { Event } from '../../src/model/event.ts'
import { type MemoryDisk, memoryDisk } from '../journal/memory-disk.ts'
import { depsOf, world } from './run/world.ts'

let disk: MemoryDisk
let events: readonly Event[]
const read = (path: string): Uint8Array | undefined => disk.read(`/p/.trade2026/${path}`)

beforeAll(async () => {
  disk = memoryDisk(['/p'])
  const deps = depsOf(world(disk, '/p', { twins: ['crane'] }), 'r1')
  await migrate({ services: ['crane'] }, deps)
  events = deps.journal.events
})

describe('the report of a run', () => {
  it('is what lies in the state folder, as JSON and as Markdown, and the same journal gives the same bytes', () => {
    const report = reportOf(events, 'r1', read)
    expect(JSON.parse(Buffer.from(read('reports/r1/report.json')!).toString())).toEqual(
      JSON.parse(JSON.stringify(report)),
    )
    expect(Buffer.from(read('reports/r1/report.md')!).toString()).toBe(renderReport(report))
    expect(renderReport(reportOf(events, 'r1', read))).toBe(renderReport(report))
  })

  it('tells edits, checks and what a rollback would do', () => {
    const [crane] = reportOf(events, 'r1', read).services
    expect(crane?.edits.map(({ file, text, replacement }) => [file, text, replacement])).toEqual([
      ['config.yaml', 'localhost:6105', 'tariff:7105'],
      ['main.py', 'localhost:6105', 'tariff:7105'],
    ])
    expect(crane?.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass'])
    // Five of the source, Dockerfile and .dockerignore, service.yaml and compose.yml, the configuration.
    expect(crane?.undo).toEqual({ remove: 10, restore: 0, restartsTwin: true })
    expect(crane?.damaged).toEqual([])
  })

  it('names evidence that was changed since', () => {
    const tampered = (path: string): Uint8Array | undefined =>
      path.includes('/rewrite/') ? Buffer.from('{"findings":[]}') : path.includes('/gate/') ? undefined : read(path)
    const [crane] = reportOf(events, 'r1', tampered).services
    expect(crane?.damaged).toEqual(['evidence/crane/rewrite/findings.json'])
    expect(renderReport(reportOf(events, 'r1', tampered))).toContain('Evidence is gone or was changed')
  })

  it('of a run nobody made is empty', () => {
    expect(reportOf(events, 'r9', read)).toEqual({ runId: 'r9', services: [] } satisfies RunReport)
  })
})
