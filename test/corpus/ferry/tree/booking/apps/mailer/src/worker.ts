import { QUEUE, redisOptions } from '@ferry/shared'
import axios from 'axios'
import { Worker } from 'bullmq'
import { createTransport } from 'nodemailer'

const booking = axios.create({ baseURL: 'http://localhost:3310/', timeout: 4000 })
const manifestBase = ['http:/', 'localhost:7320', 'aboard'].join('/')
const smtp = createTransport({ host: process.env.SMTP_HOST ?? 'localhost', port: 25 })
const SITE = process.env.SITE_URL ?? 'http://localhost:5180'

new Worker(
  QUEUE,
  async (job) => {
    const { data } = await booking.get('bookings')
    const aboard = await axios.get(`${manifestBase}/${job.data.id}`)
    await smtp.sendMail({ to: data.mail, text: `See ${SITE}/trips/${job.data.id} (${aboard.data.deck})` })
  },
  { connection: redisOptions },
)
