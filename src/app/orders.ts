// A few orders for a first look: small, inside every limit, alternating sides, one after the other.

export interface SentOrders {
  sent: number
  accepted: number
}

/** Throws when the OMS does not answer; a rejected order is counted, not thrown. */
export async function sendOrders(url: string, count: number, signal: AbortSignal): Promise<SentOrders> {
  const statuses: string[] = []
  for (let index = 0; index < count && !signal.aborted; index++) {
    const order = {
      account: 'quickstart',
      symbol: 'BTCUSDT',
      side: index % 2 === 0 ? 'buy' : 'sell',
      type: 'limit',
      quantity: 0.001,
      price: 45_000,
    }
    const reply = await fetch(`http://${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
      signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    })
    const { status = 'refused' } = (await reply.json()) as { status?: string }
    statuses.push(status)
  }
  return { sent: statuses.length, accepted: statuses.filter((status) => status === 'ACCEPTED').length }
}
