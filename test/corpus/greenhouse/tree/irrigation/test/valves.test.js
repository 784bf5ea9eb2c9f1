const test = require('node:test')
const assert = require('node:assert')

const BASE = process.env.IRRIGATION || 'http://localhost:8302'

test('valves answer', async () => {
  assert.equal((await fetch(BASE + '/valves')).status, 200)
})
