// What runs: entry points by language, told from the text that starts a server or a worker loop. A folder with a manifest
// is no service by itself; a manifest only says where the service's folder ends (migration.md 2).
import { isProbeFile, isTestFile } from '../rewrite/language.ts'

export interface Entry {
  file: string
  language: string
  framework?: string
  /** Higher is more certain: a server start before a bare main. */
  score: number
  command: string[]
}

interface Pattern {
  extensions: RegExp
  language: string
  starts: RegExp
  main: RegExp
  command(file: string): string[]
}

const PATTERNS: readonly Pattern[] = [
  {
    extensions: /\.py$/,
    language: 'python',
    starts:
      /\b(uvicorn\.run|web\.run_app|run_simple|make_server|serve_forever|start_server|HTTPServer|TCPServer|app\.run|application\.run|socketio\.run|serve\(|websockets\.serve)\b/,
    main: /^if\s+__name__\s*==\s*["']__main__["']/m,
    command: (file) => ['python', file],
  },
  {
    extensions: /\.[cm]?[jt]s$/,
    language: 'javascript',
    starts:
      /\.listen\(|\bcreateServer\(|\bBun\.serve\(|\bDeno\.serve\(|\bserve\(\{|\bbindAsync\(|\b(run|start)(Service|Server|App)\(/,
    main: /require\.main\s*===\s*module|import\.meta\.main|^(void |await )?main\(\)/m,
    command: (file) => ['node', file],
  },
  {
    extensions: /\.go$/,
    language: 'go',
    starts: /\bListenAndServe\(|\.Run\(|net\.Listen\(/,
    main: /^func main\(\)/m,
    command: (file) => ['go', 'run', file],
  },
  {
    extensions: /\.(java|kt)$/,
    language: 'java',
    starts: /@SpringBootApplication|SpringApplication\.run|embeddedServer\(/,
    main: /static void main\(|^fun main\(/m,
    command: (file) => ['java', '-jar', file],
  },
  {
    extensions: /\.cs$/,
    language: 'csharp',
    starts: /WebApplication\.Create|Host\.Create\w*Builder/,
    main: /static (async )?(void|Task|int) Main\(/,
    command: () => ['dotnet', 'run'],
  },
]

const FRAMEWORKS: [RegExp, string][] = [
  [/\bfrom fastapi\b|import fastapi/, 'fastapi'],
  [/\bfrom flask\b|import flask/i, 'flask'],
  [/\baiohttp\b/, 'aiohttp'],
  [/\bdjango\b/, 'django'],
  [/['"]express['"]/, 'express'],
  [/['"]fastify['"]/, 'fastify'],
  [/['"]koa['"]/, 'koa'],
  [/@SpringBootApplication/, 'spring'],
  [/\bhttp\.server\b/, 'http.server'],
  [/['"](node:)?http['"]/, 'node:http'],
]

export function entryOf(file: string, text: string): Entry | undefined {
  if (isTestFile(file) || isProbeFile(file) || /(^|\/)(scripts?|tools?|examples?|docs?|migrations|bench)\//.test(file))
    return undefined
  const pattern = PATTERNS.find((candidate) => candidate.extensions.test(file))
  if (!pattern) return undefined
  const starts = pattern.starts.test(text)
  const main = pattern.main.test(text)
  // A script with a main that starts nothing counts only where it loops or waits: a worker.
  if (
    !starts &&
    !(
      main &&
      /asyncio\.run|while True|while \(true\)|run_forever|setInterval|subscribe\(|for range|SpringApplication/.test(
        text,
      )
    )
  )
    return undefined
  const framework = FRAMEWORKS.find(([sign]) => sign.test(text))?.[1]
  const named = /(^|\/)(main|app|server|service|index|run|worker|__main__|program)\.\w+$/i.test(file)
  return {
    file,
    language: pattern.language,
    ...(framework ? { framework } : {}),
    score: (starts ? 2 : 0) + (main ? 2 : 0) + (named ? 1 : 0),
    command: pattern.command(file),
  }
}

export function isManifest(file: string): boolean {
  return /(^|\/)(requirements\.txt|pyproject\.toml|setup\.py|Pipfile|package\.json|go\.mod|pom\.xml|build\.gradle(\.kts)?|Cargo\.toml|composer\.json|Gemfile|service\.yaml)$|\.csproj$/.test(
    file,
  )
}
