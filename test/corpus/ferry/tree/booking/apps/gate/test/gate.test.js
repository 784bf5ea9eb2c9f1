const request = require('supertest')

test('lives', async () => {
  await request('http://localhost:3320').get('/livez').expect(200)
})
