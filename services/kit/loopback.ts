// One question: does this text name the loopback interface? In a container that is the container itself.

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|host\.docker\.internal)$/i

/** Understands bare hosts, host:port and URLs with or without credentials. @example isLoopback('redis://localhost:6379') // true */
export function isLoopback(text: string): boolean {
  const host = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/^[^@]*@/, '')
  return LOOPBACK_HOST.test(host) || LOOPBACK_HOST.test(host.replace(/:\d+$/, ''))
}
