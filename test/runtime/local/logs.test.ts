import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogLine, LogQuery } from '../../../src/model/runtime.ts'
import { lineTimeMs } from '../../../src/runtime/local/log-time.ts'
import { readLogs } from '../../../src/runtime/local/logs.ts'
import { lastLines, openSegment, segmentsOf } from '../../../src/runtime/local/segments.ts'
import { eventually, realClock } from '../../support/runtime.ts'

let logs: string
beforeEach(() => {
  logs = mkdtempSync(join(tmpdir(), 't26-logs-'))
})
afterEach(() => rmSync(logs, { recursive: true, force: true }))

function write(service: string, startedMs: number, ...lines: string[]): string {
  mkdirSync(join(logs, service), { recursive: true })
  const path = join(logs, service, `${startedMs}.log`)
  writeFileSync(path, lines.join('\n'))
  return path
}
const json = (time: number, message: string): string => JSON.stringify({ time, message })

async function read(query: Partial<LogQuery> & { services: string[] }): Promise<LogLine[]> {
  const lines: LogLine[] = []
  for await (const line of readLogs(
    { follow: false, ...query },
    { logs, clock: realClock, signal: new AbortController().signal },
  ))
    lines.push(line)
  return lines
}
const texts = (lines: LogLine[]): string[] =>
  lines.map(({ text }) => (text.startsWith('{') ? JSON.parse(text).message : text))

describe('reading logs', () => {
  it('merges services by the times their lines state; a line without one follows its predecessor', async () => {
    write('oms', 1_700_000_000_000, json(1_700_000_000_010, 'b'), '  at trace', json(1_700_000_000_030, 'e'), '')
    write('risk', 1_700_000_000_000, json(1_700_000_000_005, 'a'), json(1_700_000_000_020, 'd'), '')
    expect(texts(await read({ services: ['oms', 'risk'] }))).toEqual(['a', 'b', '  at trace', 'd', 'e'])
  })

  it('reads across restarts, with the last line that has no end yet', async () => {
    write('risk', 1000, 'one', 'two')
    write('risk', 2000, 'three', 'four')
    expect(texts(await read({ services: ['risk'] }))).toEqual(['one', 'two', 'three', 'four'])
  })

  it('gives the last lines over all services, and those since a moment', async () => {
    write('oms', 1_700_000_000_000, json(1_700_000_000_001, 'a'), json(1_700_000_000_003, 'c'), '')
    write('risk', 1_700_000_000_000, json(1_700_000_000_002, 'b'), json(1_700_000_000_004, 'd'), '')
    expect(texts(await read({ services: ['oms', 'risk'], tail: 3 }))).toEqual(['b', 'c', 'd'])
    expect(texts(await read({ services: ['oms', 'risk'], tail: 0 }))).toEqual([])
    expect(texts(await read({ services: ['oms', 'risk'], sinceMs: 1_700_000_000_003 }))).toEqual(['c', 'd'])
    expect(await read({ services: ['pnl'] })).toEqual([])
  })

  it('follows exactly once, through halves of lines and of characters and through a restart', async () => {
    const path = write('risk', 1000, 'old', '')
    const controller = new AbortController()
    const seen: string[] = []
    const following = (async () => {
      for await (const { text } of readLogs(
        { services: ['risk'], follow: true },
        { logs, clock: realClock, signal: controller.signal },
      ))
        seen.push(text)
    })()
    const until = (count: number) =>
      eventually(
        () => seen.length,
        (length) => length >= count,
      )
    await until(1)
    const euro = Buffer.from('€')
    appendFileSync(path, Buffer.concat([Buffer.from('price '), euro.subarray(0, 1)]))
    await realClock.sleep(250)
    expect(seen).toEqual(['old'])
    appendFileSync(path, Buffer.concat([euro.subarray(1), Buffer.from('\nlast words')]))
    await until(2)
    write('risk', 2000, 'new', '')
    await until(4)
    controller.abort()
    await following
    expect(seen).toEqual(['old', 'price €', 'last words', 'new'])
  })
})

describe('segments', () => {
  it('gives two starts in one millisecond two files, and keeps the last ten', () => {
    for (let start = 0; start < 13; start++) openSegment(logs, 'risk', 5000)
    const kept = segmentsOf(logs, 'risk')
    expect(kept).toHaveLength(10)
    expect(kept.at(-1)!.startedMs).toBe(5012)
  })

  it('reads the end of a large file only', () => {
    const path = write('risk', 1, ...Array.from({ length: 20_000 }, (_, index) => `line ${index}`), '')
    expect(lastLines(path, 2)).toEqual(['line 19998', 'line 19999'])
    expect(lastLines(join(logs, 'none'), 2)).toEqual([])
  })
})

it.each([
  ['{"level":30,"time":1700000000123,"msg":"x"}', 1_700_000_000_123],
  ['{"time":"2026-11-24T20:00:00.5Z","message":"x"}', Date.UTC(2026, 10, 24, 20, 0, 0, 500)],
  ['2026-11-24T20:00:00.123456Z INFO x', Date.UTC(2026, 10, 24, 20, 0, 0, 123)],
  ['2026-11-24 20:00:00,123 INFO x', new Date(2026, 10, 24, 20, 0, 0, 123).getTime()],
  ['[17] 2026/11/24 20:00:00.123456 [INF] Server is ready', new Date(2026, 10, 24, 20, 0, 0, 123).getTime()],
  ['17:M 24 Nov 2026 20:00:00.123 * Ready', new Date(2026, 10, 24, 20, 0, 0, 123).getTime()],
  ['  at Object.<anonymous> (x.ts:1:1)', undefined],
  ['{"message":"no time"}', undefined],
])('knows the time of %s', (line, expected) => {
  expect(lineTimeMs(line)).toBe(expected)
})
