const http = require('http')

http
  .get({ host: 'localhost', port: process.env.PORT || 3320, path: '/livez' }, (res) => process.exit(res.statusCode === 200 ? 0 : 1))
  .on('error', () => process.exit(1))
