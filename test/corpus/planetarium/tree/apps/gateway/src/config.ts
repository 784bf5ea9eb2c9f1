import 'dotenv/config'

const env = process.env

/** One place for every address. */
export const config = {
  port: Number(env.PORT ?? 6410),
  shows: env.SHOWS_URL ?? 'http://localhost:6401',
  tickets: env['TICKETS_URL'] || 'http://localhost:6402',
  dome: `ws://${env.DOME_HOST || 'localhost'}:${env.DOME_PORT || 6403}`,
  origins: (env.ORIGINS ?? 'http://localhost:5173,https://planetarium.example').split(','),
  isDesk: (env.HOSTNAME ?? '') === 'localhost',
} as const

export const redis = { host: '127.0.0.1', port: 6379 }
