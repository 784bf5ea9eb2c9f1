const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return LOOPBACK.has(hostname) || hostname.startsWith('127.')
}
