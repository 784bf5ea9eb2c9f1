import { expect, test } from 'vitest'

const url = process.env.GATEWAY ?? 'http://localhost:6410'

test('status is quiet for strangers', async () => {
  const reply = await fetch(new URL('/status', url), { headers: { origin: 'http://localhost:5173' } })
  expect(reply.status).toBe(204)
})
