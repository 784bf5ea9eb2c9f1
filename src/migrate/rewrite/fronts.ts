// Which files of a service end up in the browser: told by the manifest of their package (a bundler and no server), by a
// directive at their top, or by talking to the page. Service names mean nothing there (migration.md 4, "browser side").
import { baseName } from '../../kit/path.ts'
import type { Script } from './imports.ts'

const BUNDLERS =
  /^(vite|@vitejs\/.+|react-scripts|@vue\/cli-service|@angular\/core|parcel|webpack-dev-server|gatsby|expo|react-native|preact-cli|snowpack|@rsbuild\/core)$/
const SERVERS =
  /^(express|fastify|koa|@nestjs\/core|@hapi\/hapi|restify|next|nuxt|@sveltejs\/kit|@remix-run\/.+|hono|polka)$/
/** Runs on the machine that builds or serves the bundle. */
const ON_SERVER =
  /(^|\/)([\w.-]+\.config\.\w+|vue\.config\.\w+|angular\.json|proxy\.conf\.\w+|package\.json|server\.\w+|Dockerfile|nginx[^/]*)$|(^|\/)(server|scripts|mock|api|functions)\//

export type IsBrowser = (file: string, text: string) => boolean

export function frontEnds(manifests: readonly Script[]): IsBrowser {
  const roots = manifests
    .filter(({ file, text }) => isManifest(file) && isFrontEnd(text))
    .map(({ file }) => file.slice(0, -'package.json'.length))
  return (file, text) => {
    if (!/\.([cm]?[jt]sx?|vue|svelte|html?)$/.test(file)) return false
    const root = roots.find((candidate) => file.startsWith(candidate))
    if (root !== undefined && !ON_SERVER.test(file.slice(root.length))) return true
    return /^\s*["']use client["']/.test(text) || speaksToPage(text)
  }
}

export function isManifest(file: string): boolean {
  return baseName(file) === 'package.json'
}

function isFrontEnd(manifest: string): boolean {
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest) as Record<string, Record<string, string>>
    const names = Object.keys({ ...dependencies, ...devDependencies })
    return names.some((name) => BUNDLERS.test(name)) && !names.some((name) => SERVERS.test(name))
  } catch {
    return false
  }
}

/** Uses the page and nothing of Node. */
function speaksToPage(text: string): boolean {
  return (
    /\b(document\.(getElementById|querySelector|createElement|body|cookie)|window\.(location|addEventListener|fetch))\b/.test(
      text,
    ) && !/\brequire\(|from ['"]node:|\bprocess\.(argv|exit)\b/.test(text)
  )
}
