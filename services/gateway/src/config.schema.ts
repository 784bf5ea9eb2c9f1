// What config.yaml of the gateway may say. Unknown keys are refused: a mistyped limit must not be a missing limit.
import { z } from 'zod'

const mockSymbol = z.strictObject({
  symbol: z.string().regex(/^[A-Z0-9]{3,20}$/, 'expected 3 to 20 capital letters or digits'),
  price: z.number().min(2, 'expected at least 2: the bid is one below the price'),
  volume_24h: z.number().nonnegative(),
  change_24h: z.number(),
})

export const gatewayConfig = z
  .strictObject({
    mode: z
      .enum(['mock', 'exchange'])
      .refine((mode) => mode === 'mock', 'exchange mode is not in this version, expected "mock"'),
    mock: z.strictObject({
      interval_ms: z.number().int().min(1),
      ticks_per_interval: z.number().int().min(1).default(1),
      max_move: z.number().positive().max(0.1),
      /** For a run that can be repeated; absent = another market each time. */
      seed: z.number().int().optional(),
      symbols: z.array(mockSymbol).min(1),
    }),
    rate_limiting: z.strictObject({ window_s: z.number().positive(), max: z.number().int().positive() }),
    performance: z.strictObject({
      max_ticks_per_sec: z.number().positive(),
      buffer: z.number().int().positive(),
      flush_ms: z.number().int().positive(),
    }),
  })
  .superRefine((config, context) => {
    const { interval_ms, ticks_per_interval, symbols } = config.mock
    const rate = (symbols.length * ticks_per_interval * 1000) / interval_ms
    const limit = config.performance.max_ticks_per_sec
    if (rate > limit)
      context.addIssue({
        code: 'custom',
        path: ['mock', 'interval_ms'],
        message: `${rate} ticks a second, performance.max_ticks_per_sec allows ${limit}`,
      })
    const names = symbols.map(({ symbol }) => symbol)
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice) context.addIssue({ code: 'custom', path: ['mock', 'symbols'], message: `${twice} is listed twice` })
  })

export type GatewayConfig = z.infer<typeof gatewayConfig>
