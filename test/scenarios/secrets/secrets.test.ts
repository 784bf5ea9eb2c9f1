// A legacy service with credentials of every kind is migrated, asked, and taken back. It still has each of them, and no
// file of the stack, no state, no report and no output shows one, in any spelling.
import { spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formsOf } from '../../../src/kit/redact.ts'
import { ROOT } from '../../support/catalog.ts'
import { eventually } from '../../support/eventually.ts'
import { claimOffset } from '../../support/port-offset.ts'

const PLANTED = {
  dsn: 'harb0ur%2Fpw-1',
  plain: 'sign-4f5e6d7c',
  url: 'qu4y-basic-2',
  file: 'smtp-Pa55-3',
  env: 'tide-key-0a1b2c',
  comment: 'c0mment-pw-4',
}
const LEGACY: Record<string, string> = {
  'ferry/main.py': `import json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DSN = os.getenv("FERRY_DSN", "postgresql://ferry:${PLANTED.dsn}@localhost:5432/ferry")
SIGNING_SECRET = "${PLANTED.plain}"
QUAY = "http://ops:${PLANTED.url}@localhost:6412/berths"
MAIL = json.load(open(os.path.join(os.path.dirname(__file__), "settings.json")))["smtp"]
# password = "${PLANTED.comment}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        found = [DSN, SIGNING_SECRET, QUAY, MAIL["password"], os.environ.get("TIDE_API_KEY", "")]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps([len(it) for it in found]).encode())


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", 6411), Handler).serve_forever()
`,
  'ferry/settings.json': `{"smtp": {"host": "mail.example.net", "password": "${PLANTED.file}"}}\n`,
  'ferry/.env': `TIDE_API_KEY=${PLANTED.env}\n`,
  'quay/main.py': `from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", 6412), Handler).serve_forever()
`,
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trade2026-secrets-')))
const root = join(folder, 'platform')
const outputs: string[] = []
let claim: Awaited<ReturnType<typeof claimOffset>>

beforeAll(async () => {
  claim = await claimOffset()
  for (const [path, text] of Object.entries(LEGACY)) {
    mkdirSync(dirname(join(folder, 'old', path)), { recursive: true })
    writeFileSync(join(folder, 'old', path), text)
  }
})

afterAll(async () => {
  await cli(['down'])
  claim.release()
  rmSync(folder, { recursive: true, force: true })
})

it('credentials move to private files, are there at run time, and show up nowhere', async () => {
  await cli(['init', 'platform', '--from', 'old'], folder)
  await cli(['survey', '--json'])
  await cli(['migrate', 'quay', 'ferry', '--dry-run'])
  await cli(['migrate', 'quay', 'ferry', '--until', 'gate'])
  const lengths = await eventually(async () => (await fetch(`http://127.0.0.1:${6411 + claim.offset}`)).json())
  // The addresses moved with their ports; what matters is that nothing of the credentials is missing.
  expect(lengths).toEqual([
    `postgresql://ferry:${PLANTED.dsn}@127.0.0.1:${5432 + claim.offset}/ferry`.length,
    PLANTED.plain.length,
    `http://ops:${PLANTED.url}@127.0.0.1:${6412 + claim.offset}/berths`.length,
    PLANTED.file.length,
    PLANTED.env.length,
  ])
  const files = filesOf(root)
  const privates = files.filter((path) => path.startsWith('stack/secrets/'))
  expect(privates).toEqual([
    'stack/secrets/ferry/container.env',
    'stack/secrets/ferry/container/settings.json',
    'stack/secrets/ferry/local.env',
    'stack/secrets/ferry/local/settings.json',
  ])
  for (const path of privates) expect(statSync(join(root, path)).mode & 0o777).toBe(0o600)
  expect(leaks(files.filter((path) => !privates.includes(path)))).toEqual([])

  await cli(['rollback', 'ferry', 'quay'])
  expect(filesOf(root).filter((path) => path.startsWith('stack/'))).toEqual([])
  expect(leaks(filesOf(root))).toEqual([])
  for (const output of outputs) for (const form of forms()) expect(output).not.toContain(form)
}, 120_000)

function leaks(files: string[]): string[] {
  return files.filter((path) => {
    const text = readFileSync(join(root, path), 'latin1')
    return forms().some((form) => text.includes(form))
  })
}

function forms(): string[] {
  return Object.values(PLANTED).flatMap(formsOf)
}

/** Regular files; what a link leads to is looked at where it lies. */
function filesOf(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(place, join(entry.parentPath, entry.name)))
    .sort()
}

function cli(args: string[], cwd = root): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/run.js'), ...args], {
      cwd,
      env: { ...process.env, TRADE2026_PORT_OFFSET: String(claim.offset) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      outputs.push(output)
      // A loaded machine may leave too little proof; that is no matter here.
      if (code === 0 || code === 3) resolve()
      else reject(new Error(`${args.join(' ')} ended with ${code}\n${output}`))
    })
  })
}
