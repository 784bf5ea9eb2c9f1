// What reaches risk by core messages: prices, P&L, and checks asked over the bus instead of HTTP.
import type { Bus, BusMessage } from '#kit/bus'
import type { Clock } from '#kit/clock'
import type { Answer, RiskEngine } from './engine.ts'

export interface Listening {
  bus: Pick<Bus, 'subscribe' | 'respond'>
  engine: RiskEngine
  clock: Clock
  check: (body: unknown) => Answer
}

/** Returns the function that ends all of it. */
export function listenToBus({ bus, engine, clock, check }: Listening): () => Promise<void> {
  const stops = [
    bus.subscribe('market.tick.>', (message) => engine.prices.tick(bodyOf(message), clock.monotonicMs())),
    bus.subscribe('pnl.update', (message) =>
      engine.pnl.note(Number(bodyOf(message).total_pnl ?? Number.NaN), clock.monotonicMs()),
    ),
    bus.respond('risk.check.order', (message) => JSON.stringify(check(parsed(message)).verdict)),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** Undefined when it is no JSON: the check then denies, as for any other body it does not understand. */
function parsed(message: BusMessage): unknown {
  try {
    return message.json()
  } catch {
    return undefined
  }
}

function bodyOf(message: BusMessage): Record<string, unknown> {
  const body = parsed(message)
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}
