// Following a stream from a position: in order, told when caught up, and going on after the server was killed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bus, connectBus } from '../../../services/kit/bus.ts'
import { systemClock } from '../../../services/kit/clock.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { eventually } from '../../support/eventually.ts'
import { type NatsServer, startNats } from '../../support/nats.ts'

let nats: NatsServer
let bus: Bus
beforeAll(async () => {
  nats = await startNats()
  await nats.createStream('S', ['s.>'])
  bus = await connectBus({ url: nats.url, name: 'test', log: silentLog, clock: systemClock, reconnectWaitMs: 50 })
})
afterAll(async () => {
  await bus?.drain()
  await nats?.stop()
})

test('an empty stream is caught up at once', async () => {
  const following = bus.follow({ stream: 'S', startSeq: 1 }, () => {})
  await following.caughtUp()
  await following.stop()
})

test('from a sequence on, filtered, and on through a killed server', async () => {
  for (let i = 1; i <= 6; i++) await bus.publish(i % 2 === 0 ? 's.even' : 's.odd', String(i))
  const seen: string[] = []
  const following = bus.follow({ stream: 'S', startSeq: 3, filters: ['s.even'] }, (message) =>
    seen.push(message.text()),
  )
  await following.caughtUp()
  expect(seen).toEqual(['4', '6'])
  await bus.publish('s.even', '8')
  await eventually(() => seen.length === 3)
  await nats.kill()
  await nats.start()
  await eventually(() => bus.publish('s.even', '10'))
  await eventually(() => seen.at(-1) === '10', 30_000)
  expect(seen).toEqual(['4', '6', '8', '10'])
  await following.stop()
})

test('a start behind the end is caught up and waits for what comes', async () => {
  const info = await bus.streamInfo('S')
  const seen: number[] = []
  const following = bus.follow({ stream: 'S', startSeq: (info?.lastSeq ?? 0) + 1 }, ({ seq }) => seen.push(seq))
  await following.caughtUp()
  await bus.publish('s.odd', 'x')
  await eventually(() => seen.length === 1)
  await following.stop()
})
