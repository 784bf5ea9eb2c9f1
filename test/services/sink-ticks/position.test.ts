import { expect, test } from 'vitest'
import type { Mark, Txn } from '../../../services/kit/lake/actions.ts'
import { findPosition, markOf } from '../../../services/sink-ticks/src/position.ts'
import { message } from './support.ts'

const BASE = 'sink-ticks/MARKET_TICKS@T1/0'
const at5: Mark = markOf(message(5))

/** The table holds these positions; the stream was made at `created` and holds messages up to `lastSeq`. */
const position = (txns: [string, Txn][], stream?: { created: string; lastSeq: number; has?: number[] }) =>
  findPosition({
    service: 'sink-ticks',
    stream: 'MARKET_TICKS',
    table: { snapshot: () => ({ txns: new Map(txns) }) as never },
    bus: {
      streamInfo: async () => stream && { created: stream.created, firstSeq: 1, lastSeq: stream.lastSeq },
      messageAt: async (_name, seq) => (stream?.has?.includes(seq) ? message(seq) : undefined),
    },
  })

test('no stream: no position', async () => expect(await position([])).toBeUndefined())

test.each<[string, [string, Txn][], Parameters<typeof position>[1], object]>([
  [
    'an empty table starts at the beginning',
    [],
    { created: 'T1', lastSeq: 9 },
    { appId: BASE, after: 0, renumbered: false },
  ],
  [
    'a known stream goes on after the last commit',
    [[BASE, { version: 5, mark: at5 }]],
    { created: 'T1', lastSeq: 9, has: [5] },
    { appId: BASE, after: 5, renumbered: false },
  ],
  [
    'an expired message proves nothing and is trusted',
    [[BASE, { version: 5, mark: at5 }]],
    { created: 'T1', lastSeq: 9, has: [] },
    { appId: BASE, after: 5, renumbered: false },
  ],
  [
    'a recreated stream begins again under its own name, with ids read back',
    [[BASE, { version: 5, mark: at5 }]],
    { created: 'T2', lastSeq: 9, has: [5] },
    { appId: 'sink-ticks/MARKET_TICKS@T2/0', after: 0, renumbered: true },
  ],
  [
    'a stream that ends below the position lost its tail: new epoch',
    [[BASE, { version: 5, mark: at5 }]],
    { created: 'T1', lastSeq: 4 },
    { appId: `${BASE}#1`, after: 0, renumbered: true },
  ],
  [
    'another message under the same number: new epoch',
    [[BASE, { version: 5, mark: { ...at5, hash: 'other' } }]],
    { created: 'T1', lastSeq: 9, has: [5] },
    { appId: `${BASE}#1`, after: 0, renumbered: true },
  ],
  [
    'the same content at another time is another message',
    [[BASE, { version: 5, mark: { ...at5, timeMs: at5.timeMs + 1 } }]],
    { created: 'T1', lastSeq: 9, has: [5] },
    { appId: `${BASE}#1`, after: 0, renumbered: true },
  ],
  [
    'the newest epoch counts',
    [
      [BASE, { version: 8, mark: undefined }],
      [`${BASE}#1`, { version: 5, mark: at5 }],
    ],
    { created: 'T1', lastSeq: 6, has: [5] },
    { appId: `${BASE}#1`, after: 5, renumbered: true },
  ],
  [
    'names of other services do not matter',
    [['sink-alt/MARKET_TICKS@T0/0', { version: 5, mark: at5 }]],
    { created: 'T1', lastSeq: 9 },
    { appId: BASE, after: 0, renumbered: false },
  ],
])('%s', async (_what, txns, stream, expected) => {
  expect(await position(txns, stream)).toMatchObject(expected)
})
