// The outbox against a stream that loses acknowledgements, loses messages and goes away: at rest every message is stored
// exactly once, though the stream itself drops no duplicate.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BusMessage, PublisherOptions, PublishOptions } from '../../../services/kit/bus.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { createOutbox, type Outbox, type OutboxOptions } from '../../../services/oms/src/outbox.ts'
import { type Cursor, resumePoint } from '../../../services/oms/src/resume-point.ts'
import { type ManualClock, manualClock } from '../../support/manual-clock.ts'
import { busMessage } from './support.ts'

type Fate = 'stored' | 'ack-lost' | 'lost' | 'refused'

interface FakeStream {
  stored: { id: string; lsn: string; subject: string }[]
  /** What happens to the next messages; afterwards all are stored. */
  fates: Fate[]
  created: string
  up: boolean
  bus: OutboxOptions['bus'] & Parameters<typeof resumePoint>[0]
}

function fakeStream(): FakeStream {
  const stream: FakeStream = { stored: [], fates: [], created: 'c1', up: true, bus: {} as FakeStream['bus'] }
  const messageAt = (index: number): BusMessage => {
    const { id, lsn, subject } = stream.stored[index] as FakeStream['stored'][number]
    return { ...busMessage(subject, {}, [], index + 1), headers: { 'Nats-Msg-Id': id, 'Trade-Lsn': lsn } }
  }
  stream.bus = {
    state: () => (stream.up ? 'up' : 'down'),
    publishCore: () => stream.up,
    streamInfo: async () => ({ created: stream.created, firstSeq: 1, lastSeq: stream.stored.length }),
    lastMessage: async (_name, subject) => {
      const index = stream.stored.findLastIndex((message) => message.subject === subject)
      return index < 0 ? undefined : messageAt(index)
    },
    follow({ startSeq }, handler) {
      for (let seq = Math.max(1, startSeq); seq <= stream.stored.length; seq++) handler(messageAt(seq - 1))
      return { caughtUp: async () => {}, stop: async () => {} }
    },
    publisher(options: PublisherOptions = {}) {
      let inFlight = 0
      return {
        send(subject, payload, { msgId = '', headers = {} }: PublishOptions = {}) {
          const fate = stream.fates.shift() ?? 'stored'
          if (!stream.up || fate === 'refused') return false
          inFlight += 1
          if (fate !== 'lost') stream.stored.push({ id: msgId, lsn: headers['Trade-Lsn'] ?? '', subject })
          const seq = stream.stored.length
          queueMicrotask(() => {
            inFlight -= 1
            if (fate === 'stored') options.onAck?.({ subject, msgId, seq, duplicate: false, elapsedMs: 0 })
            else options.onError?.({ subject, payload, msgId, reason: fate })
          })
          return true
        },
        inFlight: () => inFlight,
        flush: async () => {},
        close() {},
      }
    },
  }
  return stream
}

const START: Cursor = { lsn: 0, n: Number.MAX_SAFE_INTEGER, seq: 0, created: 'c1' }

function outboxOn(stream: FakeStream, cursor: Cursor = START) {
  const clock: ManualClock = manualClock()
  const saved: Cursor[] = []
  const lost: Error[] = []
  const outbox: Outbox = createOutbox({
    bus: stream.bus,
    clock,
    log: silentLog,
    stream: 'ORDERS',
    cursor,
    saveCursor: (next) => saved.push(next),
    onStreamLost: (error) => lost.push(error),
  })
  return { outbox, clock, saved, lost }
}

const body = { subject: 'orders.new', body: {} }
const idsOf = (stream: FakeStream) => stream.stored.map(({ id }) => id)
const expectedIds = (count: number) => Array.from({ length: count }, (_, i) => `oms-${i + 1}-0`)

describe('publishing', () => {
  test('in order, with id and number; position updates go past the stream', async () => {
    const stream = fakeStream()
    const { outbox, clock } = outboxOn(stream)
    await outbox.start()
    outbox.add(1, [body, { subject: 'positions.update', body: {} }, { subject: 'orders.fill', body: {} }])
    await clock.advance(250)
    expect(stream.stored).toEqual([
      { id: 'oms-1-0', lsn: '1', subject: 'orders.new' },
      { id: 'oms-1-2', lsn: '1', subject: 'orders.fill' },
    ])
  })

  test('any fate of any message: at rest each is stored once', async () => {
    const fates = fc.array(fc.constantFrom<Fate>('stored', 'stored', 'stored', 'ack-lost', 'lost', 'refused'), {
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 40 }), async (plan, count) => {
        const stream = fakeStream()
        stream.fates = plan
        const { outbox, clock } = outboxOn(stream)
        await outbox.start()
        for (let lsn = 1; lsn <= count; lsn++) outbox.add(lsn, [body])
        for (let i = 0; i < 150; i++) await clock.advance(250)
        expect(idsOf(stream).sort()).toEqual(expectedIds(count).sort())
        expect(outbox.stats()).toMatchObject({ waiting: 0, publishedLsn: count })
      }),
      { numRuns: 100 },
    )
  })

  test('killed after any fate and started again from any saved cursor: each is stored once', async () => {
    const fates = fc.array(fc.constantFrom<Fate>('stored', 'stored', 'ack-lost', 'lost'), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(
        fates,
        fc.integer({ min: 1, max: 30 }),
        fc.nat(6),
        fc.nat(100),
        async (plan, count, ticks, pick) => {
          const stream = fakeStream()
          stream.fates = plan
          const first = outboxOn(stream)
          await first.outbox.start()
          for (let lsn = 1; lsn <= count; lsn++) first.outbox.add(lsn, [body])
          for (let i = 0; i < ticks; i++) await first.clock.advance(500)
          // The process ends here: nothing is drained, and any cursor saved so far may be the one on the disk.
          const cursor = first.saved.length === 0 ? START : first.saved[pick % first.saved.length]
          stream.fates = []
          const { cursor: from } = await resumePoint(stream.bus, 'ORDERS', cursor)
          const second = outboxOn(stream, from)
          for (let lsn = 1; lsn <= count; lsn++) second.outbox.add(lsn, [body])
          await second.outbox.start()
          for (let i = 0; i < 10; i++) await second.clock.advance(250)
          expect(idsOf(stream).sort()).toEqual(expectedIds(count).sort())
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a hole in the stream', () => {
  test('a message sent again stands behind later ones: the saved cursor still sees those', async () => {
    const stream = fakeStream()
    stream.fates = ['lost', 'lost', 'stored', 'stored', ...Array.from({ length: 50 }, () => 'lost' as const)]
    const first = outboxOn(stream)
    await first.outbox.start()
    for (let lsn = 1; lsn <= 3; lsn++) first.outbox.add(lsn, [body])
    await first.clock.advance(1100)
    expect(idsOf(stream)).toEqual(['oms-3-0', 'oms-1-0'])
    expect(first.saved.at(-1)).toMatchObject({ lsn: 1, seq: 0 })
    stream.fates = []
    const second = outboxOn(stream, first.saved.at(-1))
    for (let lsn = 1; lsn <= 3; lsn++) second.outbox.add(lsn, [body])
    await second.outbox.start()
    expect(idsOf(stream)).toEqual(['oms-3-0', 'oms-1-0', 'oms-2-0'])
  })

  test('without a saved cursor the last message in the stream is no proof of those before it', async () => {
    const stream = fakeStream()
    stream.stored.push({ id: 'oms-2-0', lsn: '2', subject: 'orders.new' })
    const { cursor } = await resumePoint(stream.bus, 'ORDERS', undefined)
    const { outbox } = outboxOn(stream, cursor)
    for (let lsn = 1; lsn <= 2; lsn++) outbox.add(lsn, [body])
    await outbox.start()
    expect(idsOf(stream)).toEqual(['oms-2-0', 'oms-1-0'])
  })
})

describe('a stream that is not what it was', () => {
  test('lost its end while running → the process must start anew', async () => {
    const stream = fakeStream()
    const { outbox, clock, lost } = outboxOn(stream)
    await outbox.start()
    for (let lsn = 1; lsn <= 5; lsn++) outbox.add(lsn, [body])
    await clock.advance(250)
    stream.stored.length = 2
    stream.fates = ['lost']
    outbox.add(6, [body])
    await clock.advance(1000)
    expect(lost[0]?.message).toMatch(/behind seq 5/)
  })

  test('lost its end before the start → published again from the log, nothing twice', async () => {
    const stream = fakeStream()
    for (let lsn = 1; lsn <= 3; lsn++)
      stream.stored.push({ id: `oms-${lsn}-0`, lsn: String(lsn), subject: 'orders.new' })
    const { cursor, newestLsn } = await resumePoint(stream.bus, 'ORDERS', { lsn: 9, n: 0, seq: 9, created: 'c1' })
    expect(newestLsn).toBe(3)
    const { outbox } = outboxOn(stream, cursor)
    for (let lsn = 1; lsn <= 9; lsn++) outbox.add(lsn, [body])
    await outbox.start()
    await outbox.stop()
    expect(idsOf(stream)).toEqual(expectedIds(9))
  })

  test('made again and empty → everything the log holds is published', async () => {
    const stream = fakeStream()
    stream.created = 'c2'
    const { cursor } = await resumePoint(stream.bus, 'ORDERS', { lsn: 4, n: 0, seq: 4, created: 'c1' })
    const { outbox } = outboxOn(stream, cursor)
    for (let lsn = 1; lsn <= 4; lsn++) outbox.add(lsn, [body])
    await outbox.start()
    await outbox.stop()
    expect(idsOf(stream)).toEqual(expectedIds(4))
  })
})
