module.exports = {
  apps: [
    {
      name: 'gateway',
      cwd: './apps/gateway',
      script: 'dist/server.js',
      env: { PORT: 6410, TICKETS_URL: 'http://localhost:6402', NO_PROXY: 'localhost,127.0.0.1' },
    },
    { name: 'mailer', cwd: './apps/mailer', script: 'index.js' },
  ],
}
