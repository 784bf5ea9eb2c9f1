const path = require('path')

// pm2 start ecosystem.config.js --only articles
const at = (name) => path.join(__dirname, 'packages', name)

module.exports = {
  apps: [
    {
      name: 'articles',
      cwd: at('articles'),
      script: 'dist/main.js',
      env: {
        NODE_ENV: 'production',
        DATABASE_URL: 'postgres://news:n%23ws@localhost:5432/news?sslmode=disable',
        ACCOUNTS_URL: 'http://127.0.0.1:4103',
      },
    },
    { name: 'media', cwd: at('media'), script: 'src/server.js', env: { PORT: 4102, HOST: '127.0.0.1' } },
    { name: 'accounts', cwd: at('accounts'), script: 'dist/main.js', instances: 1 },
    {
      name: 'livewire',
      cwd: at('livewire'),
      script: 'index.mjs',
      args: '--port 4104',
      env: { REDIS_URL: 'redis://localhost:6379/4' },
    },
    { name: 'indexer', cwd: at('indexer'), script: 'src/indexer.js' },
    { name: 'desk', cwd: at('desk'), script: 'npm', args: 'run dev' },
    { name: 'reader', cwd: at('reader'), script: 'npm', args: 'start', env: { ARTICLES_ORIGIN: 'http://localhost:4100' } },
  ],
}
