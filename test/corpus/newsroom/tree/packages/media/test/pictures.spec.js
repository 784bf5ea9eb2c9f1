const { test } = require('node:test')
const assert = require('node:assert')

test('unknown picture', async () => {
  const res = await fetch('http://localhost:4102/pictures/none')
  assert.equal(res.status, 404)
})
