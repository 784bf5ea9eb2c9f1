import axios from 'axios'
import config from 'config'
import { MEDIA_URL } from '@newsroom/shared'

export const accounts = axios.create({
  baseURL: config.get<string>('accounts.baseUrl'),
  timeout: config.get<number>('accounts.timeoutMs'),
})

const media = axios.create({ baseURL: MEDIA_URL, timeout: 4000 })

/** Resolves to e.g. "http://localhost:4102/img/77.webp". */
export async function pictureFor(id: string): Promise<string | undefined> {
  const reply = await media.get(`/pictures/${id}`, { validateStatus: (s) => s < 500 })
  return reply.status === 200 ? reply.data.url : undefined
}
