// De-containerise by seed, migrate forward, compare span by span (migration.md 16): every snippet knows its own answer.
// The table of right, wrong, missed and asked is printed by role; a failing seed shrinks to one small file.
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { effectiveEdits } from '../../../src/migrate/rewrite/apply.ts'
import { auditLeftovers } from '../../../src/migrate/rewrite/audit.ts'
import { inventedRegistry, planOf, rewritten, textOf } from '../../support/rewrite.ts'

const names = [...inventedRegistry().renames.keys()]

interface Target {
  service: string
  legacy: number
  container: number
  scheme: string
}

const TARGETS: Target[] = [
  { service: 'tariff', legacy: 6105, container: 8080, scheme: 'http' },
  { service: 'depot', legacy: 6107, container: 8080, scheme: 'http' },
  { service: 'nats', legacy: 4222, container: 4222, scheme: 'nats' },
  { service: 'valkey', legacy: 6379, container: 6379, scheme: 'redis' },
]

/** Before and after of one snippet; `n` keeps the names of a file apart. */
interface Snippet {
  role: string
  before: string
  after: string
  environment?: [name: string, value: string]
}

type Make = (n: number, host: string, target: Target) => Snippet

const same = (role: string, text: (n: number, host: string, target: Target) => string): Make => {
  return (n, host, target) => ({ role, before: text(n, host, target), after: text(n, host, target) })
}
const moved = (text: (n: number, host: string, port: number, scheme: string) => string): Make => {
  return (n, host, t) => ({
    role: 'peer',
    before: text(n, host, t.legacy, t.scheme),
    after: text(n, t.service, t.container, t.scheme),
  })
}
const covered = (text: (n: number, url: string) => string, variable: (n: number) => string): Make => {
  return (n, host, t) => {
    const before = text(n, `${t.scheme}://${host}:${t.legacy}/x`)
    return {
      role: 'env',
      before,
      after: before,
      environment: [variable(n), `${t.scheme}://${t.service}:${t.container}/x`],
    }
  }
}

const MAKERS: Record<string, { file: string; makers: Make[] }> = {
  python: {
    file: 'code.py',
    makers: [
      moved((n, h, p, s) => `LINK_${n} = "${s}://${h}:${p}/v1"`),
      moved((n, h, p, s) => `link_${n} = '${s}://u:p%40w@${h}:${p}/0'  # naïve ü`),
      moved((n, h, p) => `conn_${n} = Client_${n}("${h}", ${p})`),
      moved((n, h, p) => `conn_${n} = Client_${n}(port=${p}, host='${h}')`),
      moved(
        (n, h, p) => `PEER${n}_HOST = "${h}"\nPEER${n}_PORT = ${p}\nc_${n} = Client_${n}(PEER${n}_HOST, PEER${n}_PORT)`,
      ),
      moved((n, h, p, s) => `N${n} = ${p}\nu_${n} = get_it(f"${s}://${h}:{N${n}}/v1")`),
      moved((n, h, p) => `opts_${n} = {"host": "${h}", "port": ${p}}`),
      covered(
        (n, url) => `u_${n} = os.getenv("PEER_${n}_URL", "${url}")`,
        (n) => `PEER_${n}_URL`,
      ),
      covered(
        (n, url) => `u_${n} = os.environ.get("PEER_${n}_URL") or '${url}'`,
        (n) => `PEER_${n}_URL`,
      ),
      same('doc', (_n, h, t) => `# was ${t.scheme}://${h}:${t.legacy}`),
      same('doc', (n, h, t) => `log.info("step ${n} talks to %s", "${t.scheme}://${h}:${t.legacy}")`),
      same('doc', (n, h, t) => `raise ValueError("no answer ${n} from ${h}:${t.legacy}")`),
      same('local-only', (n, h) => `is_${n} = name == "${h}"`),
      same('origin', (n, h) => `cors_origins_${n} = ["http://${h}:5173"]`),
      same('fallback', (n, h) => `name_${n} = parsed.hostname or "${h}"`),
    ],
  },
  javascript: {
    file: 'code.ts',
    makers: [
      moved((n, h, p, s) => `const link${n} = "${s}://${h}:${p}/v1"`),
      moved((n, h, p, s) => `export const link${n}: string = \`${s}://${h}:${p}/\${path}\``),
      moved((n, h, p) => `const conn${n} = connect${n}(${p}, '${h}')`),
      moved((n, h, p) => `const opts${n} = { host: '${h}', port: ${p} }`),
      moved((n, h, p, s) => `const P${n} = ${p}\nfetch(\`${s}://${h}:\${P${n}}/v1\`)`),
      moved((n, h, p, s) => `const q${n} = '${s}://${h}:' + ${p} + '/x'`),
      covered(
        (n, url) => `const u${n} = process.env.PEER_${n}_URL ?? '${url}'`,
        (n) => `PEER_${n}_URL`,
      ),
      covered(
        (n, url) => `const u${n} = process.env['PEER_${n}_URL'] || "${url}"`,
        (n) => `PEER_${n}_URL`,
      ),
      covered(
        (n, url) => `const { PEER_${n} = '${url}' } = process.env`,
        (n) => `PEER_${n}`,
      ),
      same('doc', (_n, h, t) => `// was ${t.scheme}://${h}:${t.legacy}`),
      same('doc', (n, h, t) => `console.error(\`step ${n}: ${h}:${t.legacy}\`)`),
      same('doc', (n, h, t) => `throw new Error('no answer ${n} from ${h}:${t.legacy}')`),
      same('local-only', (n, h) => `const is${n} = name === '${h}'`),
      same('origin', (n, h) => `app.use(cors({ origin: ['http://${h}:5173'], n: ${n} }))`),
      same('fallback', (n, h) => `const name${n} = parsed.hostname || '${h}'`),
    ],
  },
  yaml: {
    file: 'conf.yaml',
    makers: [
      moved((n, h, p, s) => `link_${n}: ${s}://${h}:${p}/v1`),
      moved((n, h, p, s) => `link_${n}: "${s}://u:p%40w@${h}:${p}"   # ü`),
      moved((n, h, p) => `peer${n}_host: ${h}\npeer${n}_port: ${p}`),
      moved((n, h, p) => `peer${n}:\n    port: "${p}"\n    host: '${h}'`),
      moved((n, h, p) => `peers${n}:\n  - ${h}:${p}\n  - "${h}:${p}"`),
      moved((n, h, p) => `n${n}: {host: ${h}, port: ${p}}`),
      same('doc', (_n, h, t) => `# ${t.scheme}://${h}:${t.legacy}`),
      same('doc', (n, h, t) => `d${n}: {description: "dials ${h}:${t.legacy}"}`),
      same('origin', (n, h) => `cors_${n}: [http://${h}:5173]`),
      same('local-only', (n, h) => `trusted_hosts_${n}:\n  - ${h}`),
    ],
  },
  dotenv: {
    file: '.env',
    makers: [
      moved((n, h, p, s) => `LINK_${n}=${s}://${h}:${p}/v1`),
      moved((n, h, p, s) => `export LINK_${n}="${s}://u:p@${h}:${p}" # ü`),
      moved((n, h, p) => `PEER${n}_HOST=${h}\nPEER${n}_PORT=${p}`),
      moved((n, h, p) => `NODES_${n}='${h}:${p},${h}:${p}'`),
      same('doc', (_n, h, t) => `#${h}:${t.legacy}`),
      same('local-only', (n, h) => `NO_PROXY_${n}=${h}`),
      same('origin', (n, h) => `CORS_ORIGINS_${n}=http://${h}:5173`),
    ],
  },
  json: {
    file: 'conf.json',
    makers: [
      moved((n, h, p, s) => `"link${n}": "${s}://${h}:${p}/v1"`),
      moved((n, h, p, s) => `"link${n}": "${s}:\\/\\/${h}:${p}"`),
      moved((n, h, p) => `"peer${n}": { "host": "${h}", "port": ${p} }`),
      moved((n, h, p) => `"peer${n}Host": "${h}",\n\t"peer${n}Port": "${p}"`),
      moved((n, h, p) => `"nodes${n}": ["${h}:${p}", "${h}:${p}"]`),
      same('doc', (n, h, t) => `"d${n}": { "description": "dials ${h}:${t.legacy}" }`),
      same('origin', (n, h) => `"corsOrigins${n}": ["http://${h}:5173"]`),
      same('local-only', (n, h) => `"allowedHosts${n}": ["${h}"]`),
    ],
  },
}

const HOSTS = ['localhost', '127.0.0.1', 'LOCALHOST', 'host.docker.internal']
const table = new Map<string, { right: number; wrong: number }>()

describe.each(Object.entries(MAKERS))('%s', (language, { file, makers }) => {
  const snippet = fc.record({
    maker: fc.nat(makers.length - 1),
    host: fc.constantFrom(...HOSTS),
    target: fc.constantFrom(...TARGETS),
  })
  const shape = fc.record({ crlf: fc.boolean(), bom: fc.boolean(), blank: fc.constantFrom('', '\n') })

  test('every snippet becomes its answer, nothing else moves, a second run has nothing to do', async () => {
    const property = fc.asyncProperty(
      fc.array(snippet, { minLength: 1, maxLength: 6 }),
      shape,
      async (chosen, { crlf, bom, blank }) => {
        const made = chosen.map(({ maker, host, target }, n) => makers[maker]!(n, host, target))
        const source = (side: 'before' | 'after'): string =>
          dress(
            language,
            made.map((one) => one[side]),
            blank,
            crlf,
          )
        const files = { [file]: withBom(source('before'), bom) }
        const plan = await planOf(files)
        const after = rewritten(files, plan)
        const correct = textOf(after[file]!) === textOf(withBom(source('after'), bom))
        for (const one of made) count(one.role, correct)
        expect(textOf(after[file]!)).toBe(textOf(withBom(source('after'), bom)))
        for (const { environment } of made)
          if (environment) expect(plan.environment[environment[0]]?.container).toBe(environment[1])
        expect(auditLeftovers(new Map(Object.entries(after)), plan, { names })).toEqual([])
        expect([...(await planOf(after)).edits.values()].flatMap(effectiveEdits)).toEqual([])
      },
    )
    await fc.assert(property, { numRuns: Number(process.env.REWRITE_CASES ?? 150) })
  })
})

afterAll(() => {
  for (const [role, { right, wrong }] of [...table].sort())
    console.log(`${role.padEnd(12)} right ${right} wrong ${wrong}`)
})

function dress(language: string, lines: string[], blank: string, crlf: boolean): string {
  const joined = language === 'json' ? `{\n\t${lines.join(`,${blank}\n\t`)}\n}\n` : `${lines.join(`\n${blank}`)}\n`
  return crlf ? joined.replaceAll('\n', '\r\n') : joined
}

function withBom(text: string, bom: boolean): Uint8Array {
  return new TextEncoder().encode(bom ? `\uFEFF${text}` : text)
}

function count(role: string, correct: boolean): void {
  const row = table.get(role) ?? { right: 0, wrong: 0 }
  table.set(role, correct ? { ...row, right: row.right + 1 } : { ...row, wrong: row.wrong + 1 })
}
