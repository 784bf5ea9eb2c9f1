/** @type {import('next').NextConfig} */
module.exports = {
  images: { remotePatterns: [{ protocol: 'http', hostname: 'localhost', port: '4102' }] },
  async rewrites() {
    return [
      { source: '/media/:path*', destination: 'http://localhost:4102/:path*' },
      { source: '/api/articles/:path*', destination: `${process.env.ARTICLES_ORIGIN || 'http://localhost:4100'}/articles/:path*` },
    ]
  },
}
