// A risk engine with the shipped limits and a clock that stands still until told.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { parseScaled } from '../../../services/kit/number.ts'
import { type RiskConfig, riskConfigSchema } from '../../../services/risk/src/config.schema.ts'
import { RiskEngine } from '../../../services/risk/src/engine.ts'

const TEMPLATE = fileURLToPath(new URL('../../../services/risk/config.yaml', import.meta.url))

/** The shipped template with some keys changed: `{ 'portfolio.max_positions': 2 }`; undefined takes a key away. */
export function shippedConfig(changes: Record<string, unknown> = {}): RiskConfig {
  const raw = parse(readFileSync(TEMPLATE, 'utf8'))
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.')
    const last = keys.pop() as string
    const owner = keys.reduce((node, key) => node[key], raw)
    owner[last] = value
    if (value === undefined) delete owner[last]
  }
  return riskConfigSchema.parse(raw)
}

export interface TestRisk {
  engine: RiskEngine
  time: { nowMs: number; missing: string | undefined }
  price(symbol: string, price: number): void
  /** A check with sensible defaults. */
  check(order: object): ReturnType<RiskEngine['check']>['verdict']
  fill(fill: object): string
}

export function testRisk(config: RiskConfig = shippedConfig()): TestRisk {
  const time: TestRisk['time'] = { nowMs: 0, missing: undefined }
  const engine = new RiskEngine({ config, monotonicMs: () => time.nowMs, missing: () => time.missing })
  engine.markReplayed()
  let fills = 0
  return {
    engine,
    time,
    price: (symbol, price) => engine.prices.note(symbol, 'trade', parseScaled(price) as bigint, time.nowMs),
    check: (order) =>
      engine.check({ account: 'default', symbol: 'BTCUSDT', side: 'BUY', price: 100, ...order }).verdict,
    fill: (fill) =>
      engine.apply(
        {
          subject: 'fills.confirmed',
          timeMs: 0,
          body: {
            fill_id: `f${++fills}`,
            order_id: 'o',
            account: 'default',
            symbol: 'BTCUSDT',
            side: 'BUY',
            price: 100,
            venue: 'MOCK',
            ...fill,
          },
        },
        undefined,
      ),
  }
}

/** The code of a denial, or the level of an approval. */
export function wordOf(verdict: { approved: boolean; risk_level: string; reason?: string }): string {
  return verdict.approved ? verdict.risk_level : (verdict.reason ?? '').split(':')[0] || 'no reason'
}
