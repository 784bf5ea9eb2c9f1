// Where the service itself listens: loopback → all interfaces of its container; never a service name.
import { bindingCall, isPrivateListener } from '../calls.ts'
import { isListeningMethod } from '../constants.ts'
import { isLock } from '../lock.ts'
import { words } from '../model.ts'
import { mannerOf } from '../parse/command/tools.ts'
import { isFileOf } from '../starts.ts'
import { isOwnPort, keyWords, mayBeOwnPort, type Subject } from '../subject.ts'
import { means } from '../vocabulary/vocabularies.ts'
import { advertisedName } from './advertised.ts'
import { isListOfNames } from './local-only.ts'
import type { Rule } from './rule.ts'

// A flag begins its word: `depot-host = …` is a key.
const FLAG =
  /(?<![\w.-])--?(host|bind|addr|address|listen|http-host|hostname|interface|ip)["',\s=]+(tcp:\/\/|http:\/\/)?$|(^|\s)(-b|-H)\s+$/
const SERVER = new Set([
  'server',
  'http',
  'listen',
  'listener',
  'web',
  'uvicorn',
  'gunicorn',
  'bind',
  'service',
  'metrics',
  'app',
  'own',
  'connector',
  'connectors',
  'kestrel',
  'netty',
  'jetty',
  'undertow',
  'tomcat',
  'application',
])
const ADDRESS = new Set(['host', 'hostname', 'address', 'addr', 'interface', 'ip'])

export const bind: Rule = {
  id: 'bind',
  role: 'bind',
  fits: (subject) => {
    if (isLaunchSettings(subject)) return 'a profile of `dotnet run`'
    // `r.Host == "localhost:6101"` asks about the own address; nobody listens there.
    if (subject.contexts[0]!.stays !== undefined || subject.contexts[0]!.compared === true) return undefined
    // A URL is where to listen only with the own port (`UseUrls("http://localhost:6101")`): else it is a peer's.
    const called = subject.contexts.map(bindingCall).find((name) => name !== undefined)
    const argument = subject.contexts[0]!.call?.argument
    if (called !== undefined && typeof argument === 'string' && isListOfNames(argument)) return undefined
    if (called !== undefined && isLock(subject.contexts[0]!, subject.model)) return undefined
    if (called !== undefined && (!clientUrl(subject) || isOwnPort(subject) || means('serves', called)))
      return `argument of ${called}`
    if (isListeningMethod(subject.hit.text)) return 'it listens on loopback only'
    const { call } = subject.contexts[0]!
    if (call !== undefined && ['asks', 'dials', 'tunnels'].includes(mannerOf(call.name))) return undefined
    if (!isElsewhere(subject) && FLAG.test(subject.text.slice(Math.max(0, subject.hit.start - 24), subject.hit.start)))
      return 'the flag says where to listen'
    const flag = subject.contexts.map(({ path }) => path.at(-1) ?? '').find((name) => isListenFlag(name, subject))
    if (flag !== undefined) return `${flag} says where to listen`
    if (clientUrl(subject) && !isOwnPort(subject)) return servedUrl(subject)
    const { starts } = subject
    if (starts !== undefined && subject.scheme === undefined && call === undefined && isFileOf(subject.file, starts))
      return `the launcher of ${starts.service} says where it listens`
    const key = keyWords(subject)
    if (key.some((word) => /^(bind|listen|kestrel)$/.test(word))) return 'the key says where to listen'
    if (key.at(-1) === 'urls' && isOwnPort(subject)) return 'the key lists what the service serves'
    return ownAddress(subject) ?? anyInterface(subject) ?? ownPortAlone(subject)
  },
  examples: [
    { file: 'a.yaml', source: 'debug:\n  host: 127.0.0.1\n  port: 5678\n', expect: [['127.0.0.1', 'bind', 'keep']] },
    { file: 'a.yaml', source: 'server: {host: localhost, port: 5555}\n', expect: [['localhost', 'peer', 'ask']] },
    { file: 'a.py', source: 'serve(app, host="127.0.0.1")', expect: [['127.0.0.1', 'bind', 'edit', '0.0.0.0']] },
    {
      file: 'a.py',
      source: 'app.run(host="localhost", port=6101)',
      expect: [
        ['localhost', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'HTTPServer(("127.0.0.1", 6101), H).serve_forever()',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'HOST = "127.0.0.1"\nPORT = 6101\nweb.run_app(app, host=HOST, port=PORT)',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: 'a.py',
      source: 'uvicorn.run(app, host=os.getenv("HOST", "127.0.0.1"), port=int(os.getenv("PORT", "6101")))',
      expect: [
        ['127.0.0.1', 'bind', 'env'],
        ['6101', 'bind', 'env'],
      ],
      environment: { HOST: '${bind.host}', PORT: '${self.port.http}' },
    },
    { file: 'a.py', source: 'debug.listen(9911, "127.0.0.1")', expect: [['127.0.0.1', 'bind', 'keep']] },
    { file: 'a.py', source: 'web.run_app(app, host="0.0.0.0", port=8080)', expect: [['0.0.0.0', 'bind', 'keep']] },
    {
      file: 'a.js',
      source: 'server.listen(6101, "127.0.0.1")',
      expect: [
        ['6101', 'bind', 'edit', '8080'],
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
      ],
    },
    {
      file: 'a.ts',
      source: 'await app.listen({ port: 6101, host: "localhost" })',
      expect: [
        ['6101', 'bind', 'edit', '8080'],
        ['localhost', 'bind', 'edit', '0.0.0.0'],
      ],
    },
    {
      file: 'a.ts',
      source: 'const HOST = process.env.HOST ?? "127.0.0.1"\napp.listen(8080, HOST)',
      expect: [['127.0.0.1', 'bind', 'env']],
      environment: { HOST: '${bind.host}' },
    },
    { file: 'a.js', source: 'app.listen(6101)', expect: [['6101', 'bind', 'edit', '8080']] },
    {
      file: 'a.js',
      source: 'app.listen(process.env.PORT || 6101, "0.0.0.0")',
      expect: [
        ['6101', 'bind', 'env'],
        ['0.0.0.0', 'bind', 'keep'],
      ],
      environment: { PORT: '${self.port.http}' },
    },
    {
      file: 'config.yaml',
      source: 'server:\n  host: 127.0.0.1\n  port: 6101\n',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: 'config.yaml',
      source: 'listen: "127.0.0.1:6101"\n',
      expect: [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']],
    },
    { file: 'config.yaml', source: 'port: 6101\n', expect: [['6101', 'bind', 'edit', '8080']] },
    {
      file: 'config.json',
      source: '{"bind_address": "localhost"}',
      expect: [['localhost', 'bind', 'edit', '0.0.0.0']],
    },
    {
      file: 'config.json',
      source: '{"server": {"address": "127.0.0.1", "port": 6101}}',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: 'package.json',
      source: '{"scripts": {"start": "vite --host 127.0.0.1 --port 6101"}}',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: '.env',
      source: 'HOST=127.0.0.1\nPORT=6101\n',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: '.env',
      source: 'LISTEN_ADDR=127.0.0.1:6101\n',
      expect: [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']],
    },
    {
      file: 'appsettings.json',
      source: '{"Urls": "http://localhost:6101"}',
      expect: [['localhost:6101', 'bind', 'edit', '0.0.0.0:8080']],
    },
    {
      file: 'a.py',
      source: 'p.add_argument("--host", default="127.0.0.1")\np.add_argument("--port", type=int, default=6101)',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['6101', 'bind', 'edit', '8080'],
      ],
    },
    {
      file: 'a.go',
      source: 'package a\nfunc f() {\n\tif r.Host == "localhost:6101" {\n\t}\n}\n',
      expect: [['localhost:6101', 'local-only', 'keep']],
    },
    {
      file: 'Properties/launchSettings.json',
      source: '{"profiles": {"http": {"applicationUrl": "http://localhost:6101"}}}',
      expect: [['localhost:6101', 'bind', 'keep']],
    },
    { file: 'pprof.yaml', source: 'admin:\n  bind: 127.0.0.1:6060\n', expect: [['127.0.0.1:6060', 'bind', 'keep']] },
  ],
}

function isListenFlag(flag: string, subject: Subject): boolean {
  if (/^--?(bind|listen)$/.test(flag)) return true
  return /^--?(host|addr|address|http-host|hostname|interface|ip)$/.test(flag) && !isElsewhere(subject)
}

/** Keys around the settings of a program that is started. */
const STARTED = new Set(['module', 'exports', 'apps', 'env', 'environment', 'production', 'development', 'program'])

/** `--urls http://localhost:6101` of a program that is started. */
function servedUrl({ starts, contexts }: Subject): string | undefined {
  const name = contexts[0]!.path.at(-1) ?? ''
  return starts !== undefined && /^(--urls|ASPNETCORE_URLS|DOTNET_URLS|URLS)$/i.test(name)
    ? 'it says what the program serves'
    : undefined
}

/** The port beside it is another service's: `--host localhost --port 6105` of a client. */
function isElsewhere(subject: Subject): boolean {
  const { resolution } = subject
  return (
    resolution?.kind === 'target' &&
    resolution.target.service !== subject.service.id &&
    !mayBeOwnPort(subject) &&
    subject.starts === undefined
  )
}

/** `http://0.0.0.0:6105` as a target is a peer under another name. */
function clientUrl(subject: Subject): boolean {
  return subject.scheme !== undefined && !['tcp', 'unix'].includes(subject.scheme)
}

/** `server.host`, `HOST` beside the own port, `crane_host` in crane. */
function ownAddress(subject: Subject): string | undefined {
  const path = subject.contexts[0]!.path
  const last = words(subject.contexts[0]!.env ?? path.at(-1) ?? '')
  if (!ADDRESS.has(last.at(-1) ?? '') || advertisedName(subject) !== undefined) return undefined
  const owner = [...path.slice(0, -1).flatMap(words), ...last.slice(0, -1)]
  const own = [subject.service.id, ...subject.service.names].flatMap(words)
  const ownName = owner.every((word) => SERVER.has(word) || own.includes(word))
  const started = subject.starts !== undefined && owner.every((word) => SERVER.has(word) || STARTED.has(word))
  if (isOwnPort(subject) || (ownName && mayBeOwnPort(subject)) || started)
    return `it stands beside the service's own port ${subject.port!.value}`
  // Somebody's debugger: it stays on loopback whatever its port.
  if (subject.resolution?.kind !== 'target' && owner.some(isPrivateListener)) return 'a debug or admin listener'
  if (subject.port !== undefined && subject.port.kind !== 'implied') return undefined
  if (owner.length > 0 && ownName) return `${path.join('.')} is the service's own address`
  return undefined
}

function anyInterface(subject: Subject): string | undefined {
  if (!/^(0\.0\.0\.0|\[::\]|::$)/.test(subject.hit.text)) return undefined
  return 'all interfaces: an address to listen on'
}

/** `health: 127.0.0.1:6101`: a program does not dial its own port without saying how; it listens there. */
function ownPortAlone(subject: Subject): string | undefined {
  const dials = subject.contexts.some((context) => context.call !== undefined && bindingCall(context) === undefined)
  return subject.scheme === undefined && subject.hit.port !== undefined && !dials && isOwnPort(subject)
    ? "the service's own port, without a scheme"
    : undefined
}

/** `launchSettings.json`: where a developer's `dotnet run` listens. */
export function isLaunchSettings({ file, site }: Subject): boolean {
  return (
    /(^|\/)launchSettings\.json$/i.test(file) &&
    /^(applicationUrl|sslPort|launchUrl)$/.test(site.context.path.at(-1) ?? '')
  )
}
