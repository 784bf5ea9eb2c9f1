import { Router } from 'express'
import { TOPICS } from '@newsroom/shared'
import { accounts, pictureFor } from './neighbours'
import { cache, pool, producer } from './stores'

export const router = Router()

router.get('/status', (_req, res) => res.json({ ok: true }))

router.get('/articles/:id', async (req, res) => {
  const hit = await cache.get(req.params.id)
  if (hit) return res.type('json').send(hit)
  const { rows } = await pool.query('select * from article where id = $1', [req.params.id])
  if (rows.length === 0) return res.status(404).json({ error: 'no such article' })
  const body = { ...rows[0], picture: await pictureFor(req.params.id) }
  await cache.set(req.params.id, JSON.stringify(body), 'EX', 60)
  return res.json(body)
})

router.post('/articles/:id/publish', async (req, res) => {
  const who = await accounts.get('/me', { headers: { authorization: req.headers.authorization ?? '' } })
  if (!who.data.editor) return res.status(403).end()
  // req.ip is ::1 or 127.0.0.1 when the desk calls us through its proxy
  await producer.send({ topic: TOPICS.published, messages: [{ key: req.params.id, value: who.data.name }] })
  return res.status(202).end()
})
