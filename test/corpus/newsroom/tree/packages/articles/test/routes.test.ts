import axios from 'axios'

const api = axios.create({ baseURL: process.env.API ?? 'http://localhost:4100', validateStatus: () => true })

describe('articles', () => {
  it('answers 404 for what is not there', async () => {
    expect((await api.get('/articles/none')).status).toBe(404)
  })

  it('lets the desk in', async () => {
    const reply = await api.options('/articles/1', { headers: { origin: 'http://localhost:5180' } })
    expect(reply.headers['access-control-allow-origin']).toBe('http://localhost:5180')
  })
})
