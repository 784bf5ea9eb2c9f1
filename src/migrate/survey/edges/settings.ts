// Edges that settings speak of: variables named after a service, compose files, systems outside.
import { folderOf } from '../../../kit/path.ts'
import type { Registry } from '../../rewrite/registry.ts'
import { type ComposeService, composeServices, isComposeFile } from '../compose-file.ts'
import { joined } from '../tree.ts'
import { type Claim, WORTH } from './claim.ts'
import { type EdgeFile, edgeKindOf, type Owner, plainName } from './tree.ts'

const STEM =
  /^([A-Z][A-Z0-9_]*?)_(?:(?:SERVICE|SVC|API|SERVER|BASE|BROKER)_)*(?:URL|URI|HOST|HOSTS|HOSTNAME|ADDR|ADDRESS|ENDPOINT|BASE|TARGET|DSN|SERVERS|BROKERS)$/
const READ =
  /(?:getenv|environ(?:\.get)?|GetEnvironmentVariable|process\.env|Deno\.env\.get|LookupEnv|Getenv|env::var|ENV|\$\{|\$)\s*[.([{]*\s*["']?([A-Z][A-Z0-9_]{2,60})/g

/** `TARIFF_URL` is read, and there is a tariff. */
export function variables(files: readonly EdgeFile[], names: ReadonlyMap<string, string>): Claim[] {
  return files.flatMap(({ file, lines, owner }) =>
    owner === undefined
      ? []
      : lines.flatMap(({ text, number }) =>
          [...text.matchAll(READ)].flatMap(([, variable]): Claim[] => {
            const stem = STEM.exec(variable!)?.[1]
            const to = stem === undefined ? undefined : names.get(plainName(stem))
            if (to === undefined) return []
            return [
              { from: owner, to, via: variable!, kind: 'variable', file, line: number, confidence: WORTH.variable },
            ]
          }),
        ),
  )
}

/** `depends_on`, `links`, and names in the environment of a service. */
export function composed(
  files: readonly EdgeFile[],
  services: readonly Owner[],
  names: ReadonlyMap<string, string>,
  registry: Registry,
): Claim[] {
  return files
    .filter(({ file }) => isComposeFile(file))
    .flatMap(({ file, text }) => {
      const found = composeServices(text)
      const nodes = new Map(found.flatMap((one) => nodeOf(one, file, services, names)))
      return found.flatMap((one): Claim[] => {
        const from = nodes.get(one.name)
        if (from === undefined || !services.some(({ id }) => id === from)) return []
        const needs = one.needs.flatMap(({ name, line }): Claim[] => {
          const to = nodes.get(name)
          return to === undefined
            ? []
            : [{ from, to, via: `depends_on ${name}`, kind: 'start-order', file, line, confidence: WORTH.startOrder }]
        })
        const dialled = one.environment.flatMap(({ name, value, line }): Claim[] =>
          hostsIn(value).flatMap((host): Claim[] => {
            const to = nodes.get(host) ?? names.get(plainName(host))
            return to === undefined
              ? []
              : [{ from, to, via: name, kind: edgeKindOf(to, registry), file, line, confidence: WORTH.name }]
          }),
        )
        return [...needs, ...dialled]
      })
    })
}

/** The service a compose entry stands for: by name, else by the folder it is built from. */
function nodeOf(
  { name, build }: ComposeService,
  file: string,
  services: readonly Owner[],
  names: ReadonlyMap<string, string>,
): [string, string][] {
  const built = build === undefined ? undefined : joined(folderOf(file), build)
  const id = services.find(({ path }) => built !== undefined && path === built)?.id ?? names.get(plainName(name))
  return id === undefined ? [] : [[name, id]]
}

/** Hosts of a value: `http://tariff:8080/x`, `cache:6379`, `a:1,b:2`. */
function hostsIn(value: string): string[] {
  return value
    .split(/[,\s]+/)
    .flatMap((part) => /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/@]*@)?([A-Za-z][\w-]*)(?=:\d|\/|$)/i.exec(part)?.[1] ?? [])
}

const OUTSIDE =
  /\b(https?|wss?|sftp|ftps?|smtps?|amqps|mqtts):\/\/(?:[^\s/@"'`]{0,200}@)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[:/"'`\s,;)?]|$)/gi
/** Addresses of vocabularies, licences, packages, fonts and examples: nobody calls them. */
const NOT_CALLED =
  /(^|\.)(w3\.org|schema\.org|json-schema\.org|xmlsoap\.org|apache\.org|springframework\.org|opensource\.org|gnu\.org|mozilla\.org|github\.com|githubusercontent\.com|gitlab\.com|npmjs\.(org|com)|pypi\.org|maven\.org|nuget\.org|golang\.org|go\.dev|docker\.(com|io)|microsoft\.com|oracle\.com|googleapis\.com|gstatic\.com|jsdelivr\.net|unpkg\.com|cloudflare\.com|wikipedia\.org|stackoverflow\.com|readthedocs\.io)$/i
const SAYS_ADDRESS =
  /(url|uri|endpoint|host|base|api|server|addr|upstream|feed|webhook)[\w.-]{0,20}["']?\s*[:=(,]|\b(get|post|put|fetch|request|connect|dial|GetAsync|PostAsync|proxy_pass)\s*\(?/i

/** Systems of somebody else, where a line says that it is an address. */
export function external(files: readonly EdgeFile[]): Claim[] {
  return files.flatMap(({ file, lines, owner }) =>
    owner === undefined || /\.(xml|xsd|config)$/.test(file)
      ? []
      : lines.flatMap(({ text, number }) =>
          [...text.matchAll(OUTSIDE)].flatMap(([whole, , host]): Claim[] => {
            const to = host!.toLowerCase()
            if (NOT_CALLED.test(to) || /\.(local|internal|localhost|svc)$/.test(to)) return []
            if (!SAYS_ADDRESS.test(text) || /\b(log|print|origin|cors|redirect|see|docs?)\b/i.test(text)) return []
            return [{ from: owner, to, via: whole, kind: 'external', file, line: number, confidence: WORTH.external }]
          }),
        ),
  )
}
