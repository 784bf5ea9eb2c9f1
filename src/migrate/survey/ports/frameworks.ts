// Settings by which frameworks learn their ports, the variables that override them, and what they take when nothing is
// said: the table of migration.md 7 as data.
import type { PortRole } from './roles.ts'

export interface FrameworkPorts {
  id: string
  /** Files of the service that show the framework; matched against code and manifests. */
  shows: RegExp
  languages: readonly string[]
  /** Files that configure it. */
  files: RegExp
  /** Path of the setting, joined by dots without list marks; lower case. */
  keys: readonly (readonly [path: RegExp, role: PortRole])[]
  /** Environment variables that win over the files. */
  variables: readonly (readonly [name: string, role: PortRole])[]
  /** Weakest: what the framework takes by itself. */
  fallback?: readonly (readonly [port: number, role: PortRole])[]
  /** Without this the fallback does not hold: a Spring program without a web starter listens nowhere. */
  web?: RegExp
}

const APPLICATION = /(^|\/)(application|bootstrap)(-[\w]+)?\.(properties|ya?ml)$/
const JVM = ['java', 'kotlin']

export const FRAMEWORKS: readonly FrameworkPorts[] = [
  {
    id: 'spring',
    shows: /org\.springframework|spring-boot|@SpringBootApplication/,
    languages: JVM,
    files: APPLICATION,
    keys: [
      [/^server\.port$/, 'main'],
      [/^management\.(server\.)?port$/, 'admin'],
      [/^(spring\.)?grpc\.server\.port$/, 'grpc'],
    ],
    variables: [
      ['SERVER_PORT', 'main'],
      ['MANAGEMENT_SERVER_PORT', 'admin'],
      ['GRPC_SERVER_PORT', 'grpc'],
    ],
    fallback: [[8080, 'main']],
    web: /spring-boot-starter-(web|webflux|jersey|rest|data-rest|undertow|jetty|tomcat)|spring-cloud-starter-(gateway|netflix-zuul)|spring-cloud-config-server|eureka-server|@RestController|@Controller|springframework\.web/,
  },
  {
    id: 'micronaut',
    shows: /io\.micronaut/,
    languages: JVM,
    files: /(^|\/)(application|bootstrap)(-[\w]+)?\.(properties|ya?ml|toml|conf)$/,
    keys: [
      [/^micronaut\.server\.port$/, 'main'],
      [/^endpoints\.all\.port$/, 'admin'],
      [/^grpc\.server\.port$/, 'grpc'],
    ],
    variables: [['MICRONAUT_SERVER_PORT', 'main']],
    fallback: [[8080, 'main']],
    web: /micronaut-http-server|@Controller/,
  },
  {
    id: 'quarkus',
    shows: /io\.quarkus/,
    languages: JVM,
    files: APPLICATION,
    keys: [
      [/^(%prod\.)?quarkus\.http\.port$/, 'main'],
      [/^(%prod\.)?quarkus\.management\.port$/, 'admin'],
      [/^(%prod\.)?quarkus\.grpc\.server\.port$/, 'grpc'],
    ],
    variables: [['QUARKUS_HTTP_PORT', 'main']],
    fallback: [[8080, 'main']],
  },
  {
    id: 'ktor',
    shows: /io\.ktor/,
    languages: JVM,
    files: /(^|\/)application\.(conf|ya?ml)$/,
    keys: [[/^ktor\.deployment\.port$/, 'main']],
    variables: [],
  },
  {
    id: 'dropwizard',
    shows: /io\.dropwizard/,
    languages: JVM,
    files: /\.ya?ml$/,
    keys: [
      [/^server\.(applicationconnectors|connector)\.port$/, 'main'],
      [/^server\.adminconnectors\.port$/, 'admin'],
    ],
    variables: [],
    fallback: [
      [8080, 'main'],
      [8081, 'admin'],
    ],
  },
  {
    id: 'helidon',
    shows: /io\.helidon/,
    languages: JVM,
    files: /(^|\/)(application\.ya?ml|microprofile-config\.properties)$/,
    keys: [[/^server\.port$/, 'main']],
    variables: [['SERVER_PORT', 'main']],
  },
  {
    id: 'play',
    shows: /com\.typesafe\.play|play-framework|PlayScala|PlayJava/,
    languages: JVM,
    files: /(^|\/)application\.conf$/,
    keys: [[/^(play\.server\.)?http\.port$/, 'main']],
    variables: [['PLAY_HTTP_PORT', 'main']],
    fallback: [[9000, 'main']],
  },
  {
    id: 'aspnet',
    shows: /Microsoft\.NET\.Sdk\.Web|WebApplication\.Create|ConfigureWebHostDefaults|WebHost\.|Microsoft\.AspNetCore/,
    languages: ['csharp'],
    files: /(^|\/)(appsettings|hosting|hostsettings)(\.[\w]+)?\.json$/,
    keys: [
      [/^kestrel\.endpoints\.\w*(grpc|http2)\w*\.url$/, 'grpc'],
      [/^kestrel\.endpoints\.\w*(metrics)\w*\.url$/, 'metrics'],
      [/^kestrel\.endpoints\.\w*(admin|management)\w*\.url$/, 'admin'],
      [/^kestrel\.endpoints\.\w+\.url$/, 'main'],
      [/^(server\.)?urls$/, 'main'],
      [/^http_ports$/, 'main'],
    ],
    variables: [
      ['ASPNETCORE_URLS', 'main'],
      ['DOTNET_URLS', 'main'],
      ['ASPNETCORE_HTTP_PORTS', 'main'],
      ['DOTNET_HTTP_PORTS', 'main'],
      ['URLS', 'main'],
    ],
    fallback: [[5000, 'main']],
    web: /Microsoft\.NET\.Sdk\.Web|WebApplication\.Create|ConfigureWebHostDefaults|WebHost\./,
  },
  {
    id: 'rocket',
    shows: /\brocket\b/,
    languages: ['rust'],
    files: /(^|\/)Rocket\.toml$/,
    keys: [[/^(default|release|global)\.port$/, 'main']],
    variables: [['ROCKET_PORT', 'main']],
    fallback: [[8000, 'main']],
  },
  {
    id: 'streamlit',
    shows: /\bstreamlit\b/,
    languages: ['python'],
    files: /\.streamlit\/config\.toml$/,
    keys: [[/^server\.port$/, 'main']],
    variables: [['STREAMLIT_SERVER_PORT', 'main']],
  },
  {
    id: 'rails',
    shows: /\brails\b/i,
    languages: ['ruby'],
    files: /(?!)/,
    keys: [],
    variables: [['PORT', 'main']],
    fallback: [[3000, 'main']],
  },
  {
    id: 'sinatra',
    shows: /\bsinatra\b/,
    languages: ['ruby'],
    files: /(?!)/,
    keys: [],
    variables: [['PORT', 'main']],
    fallback: [[4567, 'main']],
  },
  {
    id: 'django',
    shows: /execute_from_command_line/,
    languages: ['python'],
    files: /(?!)/,
    keys: [],
    variables: [],
    fallback: [[8000, 'main']],
  },
  {
    id: 'flask',
    shows: /\bfrom flask\b|\bimport flask\b/,
    languages: ['python'],
    files: /(^|\/)\.flaskenv$/,
    keys: [[/^flask_run_port$/, 'main']],
    variables: [['FLASK_RUN_PORT', 'main']],
  },
  {
    id: 'front end',
    shows:
      /"(react-scripts|next|nuxt|vite|@vue\/cli-service|@angular\/cli|webpack-dev-server)"|\b(ng serve|next (start|dev)|react-scripts start|vue-cli-service serve|webpack serve)\b/,
    languages: ['javascript'],
    files: /(^|\/)(angular\.json|project\.json|\.env(\.local|\.development|\.production)?)$/,
    keys: [
      [/^projects\.[\w.-]+\.(architect|targets)\.serve\.options\.port$/, 'main'],
      [/^(port|vite_port)$/, 'main'],
    ],
    variables: [['PORT', 'main']],
  },
]

/** Settings in code files and formats of their own: first group is the port or address. */
export const CONFIG_FILES: readonly { file: RegExp; value: RegExp; role: PortRole; why: string }[] = [
  {
    file: /(^|\/)vite\.config\.[cm]?[jt]s$/,
    value: /\bserver\s*:\s*\{(?:(?!proxy)[^{}])*?\bport\s*:\s*([^,}\n]+)/,
    role: 'main',
    why: 'vite',
  },
  {
    file: /(^|\/)(webpack[\w.]*\.config|webpack\.\w+)\.[cm]?[jt]s$/,
    value: /\bdevServer\s*:\s*\{[^{}]*?\bport\s*:\s*([^,}\n]+)/,
    role: 'main',
    why: 'webpack',
  },
  {
    file: /(^|\/)(vue|nuxt|astro)\.config\.[cm]?[jt]s$/,
    value: /\b(?:devServer|server)\s*:\s*\{[^{}]*?\bport\s*:\s*([^,}\n]+)/,
    role: 'main',
    why: 'dev server',
  },
  { file: /(^|\/)gunicorn[\w.]*\.py$/, value: /^bind\s*=\s*(.+)$/m, role: 'main', why: 'gunicorn' },
  { file: /(^|\/)puma\.rb$/, value: /^[ \t]*(?:port|bind)\s+(.+)$/m, role: 'main', why: 'puma' },
  { file: /\.rb$|(^|\/)config\.ru$/, value: /^[ \t]*set\s+:port,\s*(.+)$/m, role: 'main', why: 'sinatra' },
  {
    file: /(^|\/)server\.xml$/,
    value: /<Connector\b[^>]*?\bport="([^"]+)"|\bhttpPort="([^"]+)"/,
    role: 'main',
    why: 'connector',
  },
  { file: /(^|\/)(www|pool|php-fpm)[\w.-]*\.conf$/, value: /^[ \t]*listen\s*=\s*(\S+)/m, role: 'main', why: 'fpm' },
]
