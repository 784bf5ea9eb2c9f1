export interface AccountsConfig {
  port: number
  mongo: string
  sessions: { host: string; port: number }
  oauth: { issuer: string; redirectUris: string[] }
}

export default (): AccountsConfig => ({
  port: parseInt(process.env.ACCOUNTS_PORT ?? '4103', 10),
  mongo: process.env.MONGO_URI || 'mongodb://accounts:s3cret@localhost:27017/accounts?authSource=admin',
  sessions: {
    host: process.env.SESSION_REDIS_HOST ?? 'localhost',
    port: Number(process.env.SESSION_REDIS_PORT ?? 6379),
  },
  oauth: {
    issuer: 'https://id.newsroom.example',
    redirectUris: ['http://localhost:5180/oauth/done', 'http://localhost:3200/api/oauth', 'https://desk.newsroom.example/oauth/done'],
  },
})
