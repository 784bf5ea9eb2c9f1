import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRecordings, record } from '../../src/app/recordings.ts'
import type { Answer, Check } from '../../src/model/gate.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trade2026-recordings-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const asking = (method: string, url: string) =>
  ({ kind: 'http', request: { method, url, headers: {}, timeoutMs: 1 } }) as unknown as Check

describe('recordings', () => {
  it('keeps replies to the requests of the gate that only look, and reads them again', async () => {
    let asked = 0
    const urls = new Set<string>()
    const ask = async ({ url }: { url: string }): Promise<Answer> => {
      urls.add(url)
      return {
        kind: 'answered',
        asked: url,
        value: { status: 200, headers: {}, body: { n: 1.5 + ++asked, name: 'quay' }, ms: 2 },
      }
    }
    const checks = [
      asking('GET', 'http://${self.address.http}/berths'),
      asking('POST', 'http://${self.address.http}/berths'),
      asking('GET', 'http://${self.address.http}/berths/${saved.id}'),
      asking('GET', 'http://${tariff.address.http}/rates'),
    ]
    const { replies } = await record('quay', 'http://127.0.0.1:6412/', { root, checks, ask })
    expect([...urls]).toEqual(['http://127.0.0.1:6412/berths'])
    const kept = readRecordings(root, 'quay')
    expect(kept).toHaveLength(replies)
    expect(kept[0]).toEqual({
      request: { method: 'GET', path: '/berths' },
      reply: { status: 200, body: { n: 2.5, name: 'quay' }, ms: 2 },
      normalise: [{ at: 'n', as: 'any' }],
    })
  })

  it('a legacy service that does not answer is an error, and nothing is kept', async () => {
    const ask = async (): Promise<Answer> => ({ kind: 'refused', asked: '', reason: 'ECONNREFUSED' })
    const checks = [asking('GET', 'http://${self.address.http}/')]
    await expect(record('quay', 'http://127.0.0.1:1', { root, checks, ask })).rejects.toThrow('ECONNREFUSED')
    expect(readRecordings(root, 'quay')).toEqual([])
  })

  it('names the line that is no recording', () => {
    mkdirSync(join(root, 'services/quay/recordings'), { recursive: true })
    writeFileSync(join(root, 'services/quay/recordings/a.jsonl'), '\n{"request": {}}\n')
    expect(() => readRecordings(root, 'quay')).toThrow('services/quay/recordings/a.jsonl:2')
  })
})
