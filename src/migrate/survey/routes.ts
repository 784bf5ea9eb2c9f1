// Paths that an edge of the tree forwards: what a browser may be sent to instead of a host name. Read where edges say so:
// nginx and Apache configuration, dev-server proxies.
import type { Sources } from './sources.ts'

const EDGE =
  /(^|\/)([\w.-]*nginx[\w.-]*|vite\.config\.\w+|vue\.config\.\w+|proxy\.conf\.\w+|httpd[\w.-]*|Caddyfile)$|\.(conf|vhost)$|(^|\/)sites-(available|enabled)\//i
const PATTERNS = [
  /^[ \t]*location[ \t]+(?:\^~[ \t]+|=[ \t]+)?(\/[\w/.-]*)/gm,
  /^[ \t]*(?:ProxyPass|<Location)[ \t]+"?(\/[\w/.-]*)/gm,
  /^[ \t]*(?:handle|handle_path|route)[ \t]+(\/[\w/.-]*)/gm,
  /["'`](\/[\w/-]+)["'`][ \t]*:[ \t]*(?:\{|["'`])/g,
]

export function edgeRoutes(sources: Sources): string[] {
  const routes = new Set<string>()
  for (const file of sources.list.filter((path) => EDGE.test(path)))
    for (const pattern of PATTERNS)
      for (const [, path] of (sources.text(file) ?? '').matchAll(pattern)) {
        const plain = path!.replace(/\/+$/, '')
        // The root forwards nothing in particular: it serves the pages.
        if (plain !== '') routes.add(plain)
      }
  return [...routes].sort()
}
