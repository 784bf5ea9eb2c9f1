// one host, five processes
const pg = { PGHOST: 'localhost', PGPORT: '5433' }

module.exports = {
  apps: [
    {
      name: 'booking',
      cwd: 'apps/booking',
      script: 'dist/main.js',
      env: { ...pg, PORT: 3310, MONGO_URL: 'mongodb://127.0.0.1:27018/bookings', SAILINGS_URL: 'http://localhost:7310' },
    },
    { name: 'graph', cwd: 'apps/graph', script: 'dist/index.js', env: { NODE_ENV: 'production' } },
    { name: 'gate', cwd: 'apps/gate', script: 'server.js' },
    { name: 'mailer', cwd: 'apps/mailer', script: 'dist/worker.js', instances: 2 },
    { name: 'web', cwd: 'apps/web', script: 'npx', args: 'vite preview --host 127.0.0.1 --port 5180' },
  ],
}
