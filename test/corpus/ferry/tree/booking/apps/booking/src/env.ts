import { z } from 'zod'

const schema = z.object({
  PORT: z.coerce.number().default(3310),
  PGHOST: z.string().default('localhost'),
  PGPORT: z.coerce.number().default(5433),
  MONGO_URL: z.string().url().default('mongodb://localhost:27018/bookings'),
  SAILINGS_URL: z.string().url(),
  MANIFEST_URL: z
    .string()
    .url()
    .default('http://localhost:7320')
    .describe('manifest, on this host http://localhost:7320'),
})

export type Env = z.infer<typeof schema>
export const validate = (raw: Record<string, unknown>): Env => schema.parse(raw)
