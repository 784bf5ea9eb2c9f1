// smoke test, run from a laptop after `npm start`
import assert from 'node:assert/strict'

for (const url of ['http://localhost:4100/status', 'http://localhost:4102/ping', 'http://localhost:4103/healthz']) {
  const res = await fetch(url)
  assert.equal(res.status, 200, url)
}
