export const QUEUE = 'letters'

/** Both the queue's producer and its worker use this. */
export const redisOptions = {
  host: process.env.REDIS_HOST || 'localhost',
  port: Number(process.env.REDIS_PORT || 6379),
}

export const isLocal = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host)
