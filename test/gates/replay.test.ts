import { describe, expect, it } from 'vitest'
import type { Recorded } from '../../src/gates/equivalence.ts'
import { replay } from '../../src/gates/replay.ts'
import type { Answer, Json } from '../../src/model/gate.ts'

const kept = (count: number, ms = 10): Recorded[] =>
  Array.from({ length: count }, () => ({
    request: { method: 'GET', path: '/berths' },
    reply: { status: 200, body: { berths: 3 }, ms },
    normalise: [],
  }))
const answering =
  (body: Json, ms = 10, status = 200) =>
  async (): Promise<Answer> => ({ kind: 'answered', asked: 'GET /berths', value: { status, headers: {}, body, ms } })
const objective = (limit: number) => [
  { name: 'reply', quantile: 0.99, limit, unit: 'ms', direction: 'atMost' as const },
]
const verdicts = async (...parameters: Parameters<typeof replay>): Promise<string[]> =>
  (await replay(...parameters)).map(({ id, verdict }) => `${id} ${verdict}`)

describe('replay', () => {
  it('passes what answers as before', async () => {
    expect(await verdicts(kept(1), { slo: [] }, answering({ berths: 3 }))).toEqual(['replay-1 pass'])
  })

  it('fails another body and says where', async () => {
    const [check] = await replay(kept(1), { slo: [] }, answering({ berths: 4 }))
    expect(check).toMatchObject({ verdict: 'fail', reason: 'GET /berths: berths: found 4, the legacy reply was 3' })
  })

  it('fails another status and a service that refuses; an interrupted question says nothing', async () => {
    expect(await verdicts(kept(1), { slo: [] }, answering({ berths: 3 }, 1, 503))).toEqual(['replay-1 fail'])
    const refused = async (): Promise<Answer> => ({ kind: 'refused', asked: '', reason: 'ECONNREFUSED' })
    expect(await verdicts(kept(1), { slo: [] }, refused)).toEqual(['replay-1 fail'])
    const stopped = async (): Promise<Answer> => ({ kind: 'unavailable', asked: '', reason: 'interrupted' })
    expect(await verdicts(kept(1), { slo: [] }, stopped)).toEqual(['replay-1 inconclusive'])
  })

  it.each([
    ['a tenth slower is as fast', 10.9, undefined, 'pass'],
    ['more than that is not', 11.5, undefined, 'fail'],
    ['unless the objective allows it', 40, 50, 'pass'],
    ['and not beyond it', 60, 50, 'fail'],
  ])('%s', async (_name, ms, limit, verdict) => {
    const slo = limit === undefined ? [] : objective(limit)
    expect((await verdicts(kept(20), { slo }, answering({ berths: 3 }, ms))).at(-1)).toBe(`replay-latency ${verdict}`)
  })

  it('few replies over the objective are no proof', async () => {
    const checks = await verdicts(kept(2), { slo: objective(50) }, answering({ berths: 3 }, 60))
    expect(checks.at(-1)).toBe('replay-latency inconclusive')
  })
})
