import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Bus, type BusMessage, connectBus } from '../../../services/kit/bus.ts'
import { systemClock } from '../../../services/kit/clock.ts'
import { type Log, silentLog } from '../../../services/kit/log.ts'
import { eventually } from '../../support/eventually.ts'
import { type NatsServer, startNats } from '../../support/nats.ts'
import { freePort } from '../../support/servers.ts'

let nats: NatsServer
const open: Bus[] = []

async function bus(): Promise<Bus> {
  const connected = await connectBus({
    url: nats.url,
    name: 'test',
    log: silentLog,
    clock: systemClock,
    reconnectWaitMs: 50,
  })
  open.push(connected)
  return connected
}

beforeAll(async () => {
  nats = await startNats()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((connected) => connected.drain()))
})
afterAll(() => nats.stop())

let streams = 0
/** A stream of its own for each test. */
async function stream(): Promise<{ name: string; subject: string }> {
  const name = `S${++streams}`
  await nats.createStream(name, [`s${streams}.>`])
  return { name, subject: `s${streams}.x` }
}

describe('publishing', () => {
  test('a stored message is acknowledged with its sequence; the same id again is a duplicate', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    const options = { msgId: 'oms-1-0', headers: { 'Trade-Lsn': '1' } }
    expect(await b.publish(subject, 'one', options)).toEqual({ seq: 1, duplicate: false })
    expect(await b.publish(subject, 'one', options)).toEqual({ seq: 1, duplicate: true })
    const last = await b.lastMessage(name, subject)
    expect(last).toMatchObject({ seq: 1, headers: { 'Trade-Lsn': '1', 'Nats-Msg-Id': 'oms-1-0' } })
    expect(last?.text()).toBe('one')
    expect((await b.messageAt(name, 1))?.timeMs).toBe(last?.timeMs)
  })

  test('a subject that no stream takes is refused', async () => {
    const b = await bus()
    await expect(b.publish('nobody.listens', 'x')).rejects.toThrow()
  })

  test('what is not there is undefined', async () => {
    const { name } = await stream()
    const b = await bus()
    expect(await b.streamInfo('NOPE')).toBeUndefined()
    expect(await b.lastMessage(name, 's0.nothing')).toBeUndefined()
    expect(await b.streamInfo(name)).toMatchObject({ lastSeq: 0, created: expect.stringMatching(/^\d{4}-/) })
  })

  test('the hot-path publisher acknowledges each message in order and reports what no stream takes', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    const acks: number[] = []
    const failures: string[] = []
    const publisher = b.publisher({ onAck: (ack) => acks.push(ack.seq), onError: (f) => failures.push(f.subject) })
    for (let i = 0; i < 5000; i++) expect(publisher.send(subject, `m${i}`)).toBe(true)
    publisher.send('nobody.listens', 'x')
    await publisher.flush()
    expect(publisher.inFlight()).toBe(0)
    expect(acks).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1))
    expect(failures).toEqual(['nobody.listens'])
    expect(await b.streamInfo(name)).toMatchObject({ firstSeq: 1, lastSeq: 5000 })
  })

  test('closing the publisher reports what is still in flight', async () => {
    const { subject } = await stream()
    const b = await bus()
    const failures: string[] = []
    const publisher = b.publisher({ onError: (f) => failures.push(`${f.msgId}: ${f.reason}`) })
    publisher.send(subject, 'x', { msgId: 'a' })
    publisher.close()
    expect(failures).toEqual(['a: publisher closed'])
  })
})

describe('core messages', () => {
  test('request and reply, with the failure of the responder as an answer', async () => {
    const b = await bus()
    b.respond('double', (message) => JSON.stringify({ n: message.json<{ n: number }>().n * 2 }))
    b.respond('broken', () => {
      throw new Error('no')
    })
    expect((await b.request('double', '{"n":21}', 1000)).json()).toEqual({ n: 42 })
    expect((await b.request('broken', '', 1000)).json()).toMatchObject({ error: { code: 'INTERNAL' } })
    await expect(b.request('nobody', '', 1000)).rejects.toThrow()
  })

  test('a queue shares messages, a handler that throws does not end the subscription', async () => {
    const b = await bus()
    const seen: string[] = []
    const handler = (name: string) => (message: BusMessage) => {
      seen.push(name)
      if (message.text() === '0') throw new Error('first one fails')
    }
    b.subscribe('work', handler('a'), { queue: 'q' })
    const stop = b.subscribe('work', handler('b'), { queue: 'q' })
    b.subscribe('ready', () => seen.push('ready'))
    for (let i = 0; i < 50; i++) b.publishCore('work', String(i))
    await eventually(() => seen.length === 50)
    expect(new Set(seen)).toEqual(new Set(['a', 'b']))
    await stop()
    seen.length = 0
    for (let i = 0; i < 10; i++) b.publishCore('work', 'x')
    await eventually(() => seen.length === 10)
    expect(new Set(seen)).toEqual(new Set(['a']))
  })
})

describe('an outage', () => {
  test('F32: is visible at once, nothing is sent in silence, and it ends by itself', async () => {
    const { subject } = await stream()
    const b = await bus()
    const publisher = b.publisher()
    let reconnects = 0
    b.onReconnect(() => reconnects++)
    expect(b.state()).toBe('up')
    await nats.kill()
    await eventually(() => b.state() === 'down')
    await expect(b.publish(subject, 'x')).rejects.toThrow(/bus is down/)
    await expect(b.request('double', 'x', 1000)).rejects.toThrow(/bus is down/)
    expect(b.publishCore(subject, 'x')).toBe(false)
    expect(publisher.send(subject, 'x')).toBe(false)
    await nats.start()
    await eventually(() => b.state() === 'up')
    expect(reconnects).toBe(1)
    expect(await eventually(() => b.publish(subject, 'y'))).toEqual({ seq: 1, duplicate: false })
  })

  test('a message in flight when the server hangs or dies is reported, not forgotten', async () => {
    const { subject } = await stream()
    const b = await bus()
    const reasons: string[] = []
    const publisher = b.publisher({ ackTimeoutMs: 200, onError: (f) => reasons.push(f.reason) })
    try {
      nats.pause()
      for (let i = 0; i < 20; i++) expect(publisher.send(subject, `m${i}`)).toBe(true)
      await eventually(() => reasons.length === 20)
      expect(new Set(reasons)).toEqual(new Set(['no acknowledgement within 200 ms']))
      for (let i = 0; i < 20; i++) publisher.send(subject, `n${i}`)
      await nats.kill()
      await eventually(() => publisher.inFlight() === 0)
      expect(reasons).toHaveLength(40)
    } finally {
      // The tests after this one need a server, whatever became of this one.
      await nats.kill()
      await nats.start()
    }
  })

  test('the first connect gives up after its tries and names the address', async () => {
    const url = `nats://127.0.0.1:${await freePort()}`
    const waits: number[] = []
    const clock = { ...systemClock, sleep: async (ms: number) => void waits.push(ms) }
    await expect(connectBus({ url, name: 'x', log: silentLog, clock })).rejects.toThrow(
      `${url}: no connection after 5 tries`,
    )
    expect(waits).toEqual([1000, 2000, 4000, 8000])
  })
})

describe('durable consumption', () => {
  async function fill(b: Bus, subject: string, from: number, to: number): Promise<void> {
    const publisher = b.publisher()
    for (let i = from; i <= to; i++) publisher.send(subject, String(i))
    await publisher.flush()
    publisher.close()
  }
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

  test('everything once, in order, in bounded batches; a new instance goes on after the acknowledged', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    await fill(b, subject, 1, 2500)
    const options = { stream: name, durable: 'd', batch: 100, maxWaitMs: 20, ackPolicy: 'all' as const }
    const seen: number[] = []
    let largest = 0
    const first = b.consume(options, async (batch) => {
      largest = Math.max(largest, batch.length)
      for (const message of batch) seen.push(message.seq)
      batch.at(-1)?.ack()
    })
    await eventually(() => seen.length === 2500)
    expect(seen).toEqual(numbers(1, 2500))
    expect(largest).toBe(100)
    await first.stop()

    await fill(b, subject, 2501, 2600)
    const rest: number[] = []
    b.consume(options, async (batch) => {
      for (const message of batch) rest.push(message.seq)
      batch.at(-1)?.ack()
    })
    await eventually(() => rest.length === 100)
    expect(rest).toEqual(numbers(2501, 2600))
  })

  test('a failed batch is tried again before any later message', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    await fill(b, subject, 1, 30)
    const calls: number[][] = []
    let failures = 1
    b.consume({ stream: name, durable: 'd', batch: 10, maxWaitMs: 20, ackPolicy: 'all' }, async (batch) => {
      calls.push(batch.map((message) => message.seq))
      if (failures-- > 0) throw new Error('store is away')
      batch.at(-1)?.ack()
    })
    await eventually(() => calls.length === 4)
    expect(calls).toEqual([numbers(1, 10), numbers(1, 10), numbers(11, 20), numbers(21, 30)])
  })

  test('a slow handler bounds what is fetched', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    await fill(b, subject, 1, 1000)
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let handled = 0
    const consumption = b.consume(
      { stream: name, durable: 'd', batch: 10, maxWaitMs: 0, ackPolicy: 'all', maxAckPending: -1 },
      async (batch) => {
        await gate
        handled += batch.length
        batch.at(-1)?.ack()
      },
    )
    await eventually(() => consumption.buffered() >= 10)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(consumption.buffered()).toBeLessThanOrEqual(20)
    release()
    await eventually(() => handled === 1000)
  })

  test('F26: stop hands over what is fetched; after a failed batch nothing later is acknowledged', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    await fill(b, subject, 1, 5)
    const options = { stream: name, durable: 'd', batch: 100, maxWaitMs: 60_000, ackPolicy: 'all' as const }
    const seen: number[] = []
    const patient = b.consume(options, async (batch) => {
      for (const message of batch) seen.push(message.seq)
      batch.at(-1)?.ack()
    })
    await eventually(() => patient.buffered() === 5)
    expect(seen).toEqual([])
    await patient.stop()
    expect(seen).toEqual(numbers(1, 5))

    await fill(b, subject, 6, 30)
    let calls = 0
    const failing = b.consume({ ...options, batch: 5, maxWaitMs: 0, ackWaitMs: 1000 }, async (batch) => {
      calls++
      if (batch[0]?.seq === 6) throw new Error('store is away')
      batch.at(-1)?.ack()
    })
    await eventually(() => calls >= 1 && failing.buffered() > 0)
    await failing.stop()
    const after = new Set<number>()
    b.consume({ ...options, batch: 5, maxWaitMs: 0, ackWaitMs: 1000 }, async (batch) => {
      for (const message of batch) after.add(message.seq)
      batch.at(-1)?.ack()
    })
    await eventually(() => after.size === 25)
    expect([...after].sort((x, y) => x - y)).toEqual(numbers(6, 30))
  })

  test('a broker that restarts, and a stream made after the consumer, are only a pause', async () => {
    const b = await bus()
    const warnings: string[] = []
    const log: Log = { ...silentLog, warn: (message) => void warnings.push(message), child: () => log }
    const late = await connectBus({ url: nats.url, name: 'late', log, clock: systemClock, reconnectWaitMs: 50 })
    open.push(late)
    const name = `S${++streams}`
    const subject = `s${streams}.x`
    const seen: number[] = []
    const consumption = late.consume(
      { stream: name, durable: 'd', batch: 10, maxWaitMs: 0, ackPolicy: 'explicit' },
      async (batch) => {
        for (const message of batch) {
          seen.push(Number(message.text()))
          message.ack()
        }
      },
    )
    await eventually(() => warnings.includes('consumer not ready, trying again'))
    expect(consumption.state()).toBe('down')
    await nats.createStream(name, [`s${streams}.>`])
    await fill(b, subject, 1, 10)
    await eventually(() => seen.length === 10)
    await nats.kill()
    await eventually(() => consumption.state() === 'down')
    await nats.start()
    await eventually(() => b.state() === 'up' && consumption.state() === 'up')
    await fill(b, subject, 11, 20)
    await eventually(() => new Set(seen).size === 20)
  })

  test('a consumer that somebody deletes is made again', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    const seen = new Set<number>()
    b.consume({ stream: name, durable: 'd', batch: 10, maxWaitMs: 0, ackPolicy: 'all' }, async (batch) => {
      for (const message of batch) seen.add(message.seq)
      batch.at(-1)?.ack()
    })
    await fill(b, subject, 1, 3)
    await eventually(() => seen.size === 3)
    const outside = await nats.client()
    await outside.request(`$JS.API.CONSUMER.DELETE.${name}.d`)
    await fill(b, subject, 4, 6)
    await eventually(() => seen.size === 6)
  })

  test('explicit: a nak brings one message again, marked', async () => {
    const { name, subject } = await stream()
    const b = await bus()
    const seen: string[] = []
    b.consume({ stream: name, durable: 'd', batch: 10, maxWaitMs: 0, ackPolicy: 'explicit' }, async (batch) => {
      for (const message of batch) {
        seen.push(`${message.seq}${message.redelivered ? ' again' : ''}`)
        if (message.seq === 2 && !message.redelivered) message.nak(10)
        else message.ack()
      }
    })
    await fill(b, subject, 1, 3)
    await eventually(() => seen.length === 4)
    expect(seen.sort()).toEqual(['1', '2', '2 again', '3'])
  })
})
