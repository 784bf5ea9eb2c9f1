// What runs: entry points by language, told from the text that starts a server or a worker loop. A folder with a manifest
// is no service by itself; a manifest only says where the service's folder ends (migration.md 2).
import { baseName } from '../../kit/path.ts'
import { isProbeFile, isTestFile, withoutPackage } from '../rewrite/language.ts'
import { codeLanguage, mask } from './mask.ts'

export interface Entry {
  file: string
  language: string
  framework?: string
  /** Higher is more certain: a server start before a bare main. */
  score: number
  /** Has a main of its own; without one it must not be taken in by another file. */
  hasMain: boolean
}

interface Pattern {
  starts: RegExp
  main: RegExp
  loops: RegExp
}

const PATTERNS: Record<string, Pattern> = {
  python: {
    starts:
      /\b(uvicorn\.run|hypercorn\.run|web\.run_app|run_simple|make_server|serve_forever|start_server|\w*HTTPServer\(|\w*TCPServer\(|\w*app\w*\.run\(|application\.run\(|socketio\.run|bottle\.run|(?:waitress\.)?serve\(|websockets\.serve|add_insecure_port|run_server\(|IOLoop\.|execute_from_command_line)/,
    // A loop or a run that stands at the left margin is a main as well.
    main: /^if\s+__name__\s*==\s*["']__main__["']|^while (?:True|1)\s*:|^(?:asyncio\.run|main|trio\.run|anyio\.run|[\w.]+\.(?:run_forever|start_consuming|loop_forever))\(/m,
    loops:
      /asyncio\.run|while True|while 1:|while not |run_forever|start_consuming|\bsubscribe\(|BlockingScheduler|run_pending|\bConsumer\(|loop_forever/,
  },
  javascript: {
    starts:
      /\.listen\(|\bBun\.serve\(|\bDeno\.serve\(|\bserve\(\{|\bbindAsync\(|WebSocketServer\(|WebSocket\.Server\(|startStandaloneServer\(|\b(run|start)(Service|Server|App)\(/,
    main: /require\.main\s*===\s*module|import\.meta\.main|^[ \t]*(void |await )?(main|bootstrap|run|start)\(\)/m,
    loops: /setInterval\(|\.subscribe\(|\.consume\(|cron\.schedule|while \(true\)|for await|\.process\(|new Worker\(/,
  },
  go: {
    starts: /\bListenAndServe(TLS)?\(|\.Run\(|net\.Listen\(|\.Start\(|\.Listen\(|\.Serve\(/,
    main: /^package main\b[\s\S]*^func main\(\)|^func main\(\)/m,
    loops: /\bfor \{|\bfor range\b|:?= range |NewTicker\(|time\.Tick\(|Subscribe\(|select \{/,
  },
  java: {
    starts:
      /@SpringBootApplication|SpringApplication\.run|SpringApplicationBuilder|Quarkus\.run|Micronaut\.run|ServerSocket\(|HttpServer\.create|\.forPort\(|Javalin\b|\bVertx\.|spark\.Spark|org\.eclipse\.jetty|Undertow\b|embeddedServer\(|EngineMain|extends Application<|ServerBootstrap|Tomcat\(/,
    main: /static\s+void\s+main\s*\(|\bfun\s+main\s*\(|^[ \t]*void\s+main\s*\(/m,
    loops:
      /while\s*\(true\)|scheduleAtFixedRate|scheduleWithFixedDelay|\.poll\(|\.subscribe\(|Thread\.sleep|\.basicConsume\(/,
  },
  csharp: {
    starts:
      /WebApplication\.Create|Host\.Create\w*Builder|Host\.CreateApplicationBuilder|WebHost\.|HttpListener\(|TcpListener\(|UseStartup/,
    main: /\bstatic\s+(async\s+)?(void|Task|int|Task<int>)\s+Main\s*\(|(WebApplication|Host|WebHost)\.Create\w*/,
    loops: /while\s*\(true\)|while\s*\(!\w+\.IsCancellationRequested|new Timer\(|PeriodicTimer|Thread\.Sleep/,
  },
  rust: {
    starts:
      /TcpListener::bind|HttpServer::new|Server::bind|warp::serve|rocket::build|#\[launch\]|axum::serve|\.serve\(/,
    main: /\bfn main\(|#\[launch\]/,
    loops: /\bloop \{|interval\(|while let/,
  },
  ruby: {
    starts: /require\s+["']sinatra["']|WEBrick|TCPServer\.|Rack::Handler|run!|^run\s+\w/m,
    main: /__FILE__\s*==\s*\$0|\$PROGRAM_NAME|require\s+["']sinatra["']|^run\s+\w|TCPServer\./m,
    loops: /\bloop do\b|while true|\.subscribe/,
  },
  php: {
    starts: /Swoole\\|React\\|Workerman\\|stream_socket_server\(/,
    main: /<\?php/,
    loops: /while\s*\(true\)|while\s*\(1\)/,
  },
}

const FRAMEWORKS: [sign: RegExp, name: string, language: string][] = [
  [/\bfrom fastapi\b|\bimport fastapi\b/, 'fastapi', 'python'],
  [/\bfrom flask\b|\bimport flask\b/i, 'flask', 'python'],
  [/\b(from|import) aiohttp\b/, 'aiohttp', 'python'],
  [/\b(from|import) sanic\b/, 'sanic', 'python'],
  [/\b(from|import) tornado\b/, 'tornado', 'python'],
  [/\b(from|import) bottle\b/, 'bottle', 'python'],
  [/\bdjango\b/, 'django', 'python'],
  [/@nestjs\//, 'nest', 'javascript'],
  [/['"]express['"]/, 'express', 'javascript'],
  [/['"]fastify['"]/, 'fastify', 'javascript'],
  [/['"]koa['"]/, 'koa', 'javascript'],
  [/['"]@hapi\/hapi['"]/, 'hapi', 'javascript'],
  [/@SpringBootApplication|SpringApplication/, 'spring', 'java'],
  [/\bio\.quarkus\b/, 'quarkus', 'java'],
  [/\bio\.micronaut\b/, 'micronaut', 'java'],
  [/\bio\.ktor\b|embeddedServer\(/, 'ktor', 'java'],
  [/\bio\.javalin\b/, 'javalin', 'java'],
  [/\bio\.vertx\b/, 'vertx', 'java'],
  [/\bio\.dropwizard\b/, 'dropwizard', 'java'],
  [/\bspark\.Spark\b/, 'spark', 'java'],
  [/WebApplication\.Create|WebHost|ConfigureWebHostDefaults/, 'aspnet', 'csharp'],
  [/gin-gonic\/gin/, 'gin', 'go'],
  [/labstack\/echo/, 'echo', 'go'],
  [/gofiber\/fiber/, 'fiber', 'go'],
  [/\bsinatra\b/, 'sinatra', 'ruby'],
  [/\bactix_web\b/, 'actix', 'rust'],
  [/\baxum\b/, 'axum', 'rust'],
  [/\brocket\b/, 'rocket', 'rust'],
  [/\bhttp\.server\b/, 'http.server', 'python'],
  [/['"](node:)?http['"]/, 'node:http', 'javascript'],
]

/** Folders whose programs people run by hand. */
const BY_HAND =
  /(^|\/)(scripts?|tools?|examples?|samples?|demos?|docs?|migrations?|bench(marks?)?|seeds?|ci|\.github)\//i

/** `around`: what the file takes in, where the server may really start. */
export function entryOf(file: string, text: string, around: readonly string[] = []): Entry | undefined {
  if (isTestFile(file) || isProbeFile(file) || BY_HAND.test(withoutPackage(file)) || isTestClass(file)) return undefined
  const language = codeLanguage(file)
  const pattern = PATTERNS[language === 'kotlin' ? 'java' : (language ?? '')]
  if (!pattern || language === undefined) return undefined
  if (!pattern.main.test(text) && !pattern.starts.test(text)) return undefined
  const { code } = mask(text, language)
  const hasMain = pattern.main.test(code)
  const starts = pattern.starts.test(code)
  const reached = starts || (hasMain && around.some((one) => pattern.starts.test(one)))
  // A script with a main that starts nothing counts only where it loops or waits: a worker.
  const works = hasMain && (pattern.loops.test(code) || around.some((one) => pattern.loops.test(one)))
  if (!reached && !works) return undefined
  // Compiled languages start from a main, and from nowhere else.
  if (!hasMain && /^(java|kotlin|csharp|go|rust)$/.test(language)) return undefined
  const framework = frameworkOf(file, [code, ...around])
  const isNamed = /^(main|app|server|service|index|run|worker|__main__|program|\w*application)\.\w+$/i.test(
    baseName(file),
  )
  return {
    file,
    language: language === 'javascript' && /\.[cm]?tsx?$/.test(file) ? 'typescript' : language,
    ...(framework ? { framework } : {}),
    score: (reached ? 2 : 0) + (starts ? 1 : 0) + (hasMain ? 2 : 0) + (isNamed ? 1 : 0),
    hasMain,
  }
}

/** Code that starts a server or a loop, whoever calls it. */
export function startsOrLoops(file: string, code: string): boolean {
  const language = codeLanguage(file)
  const pattern = PATTERNS[language === 'kotlin' ? 'java' : (language ?? '')]
  return pattern !== undefined && (pattern.starts.test(code) || pattern.loops.test(code))
}

export function frameworkOf(file: string, texts: readonly string[]): string | undefined {
  const own = codeLanguage(file)
  const language = own === 'kotlin' ? 'java' : own
  for (const text of texts) {
    const found = FRAMEWORKS.find(([sign, , of]) => of === language && sign.test(text))
    if (found) return found[1]
  }
  return undefined
}

function isTestClass(file: string): boolean {
  return (
    /(^|\/)src\/test\//.test(file) || /(Tests?|IT|Spec)\.(java|kt|cs)$|_test\.go$|_spec\.rb$|[.\w]*Tests?\//.test(file)
  )
}

export function isManifest(file: string): boolean {
  return /(^|\/)(requirements\.txt|pyproject\.toml|setup\.py|Pipfile|package\.json|go\.mod|pom\.xml|build\.gradle(\.kts)?|build\.sbt|Cargo\.toml|composer\.json|Gemfile|service\.yaml)$|\.[cf]sproj$/.test(
    file,
  )
}

export function isLockFile(file: string): boolean {
  return /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|Pipfile\.lock|uv\.lock|pdm\.lock|go\.sum|Cargo\.lock|composer\.lock|Gemfile\.lock|packages\.lock\.json|gradle\.lockfile)$/.test(
    file,
  )
}
