// Recordings of a service, `services/<id>/recordings/*.jsonl`: made by `gate init SERVICE --record URL` from the requests
// its gate makes anyway, kept with the definition, replayed by the component and integration steps.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { proposeNormalisers, type Recorded } from '../gates/equivalence.ts'
import { replyOf } from '../gates/replay.ts'
import { redact } from '../kit/redact.ts'
import { TradeError } from '../model/errors.ts'
import type { Answer, Check, HttpRequest } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'

/** Replies of one request that the latency is taken from: enough for a P95 where a gate asks two things. */
const ROUNDS = 10

export function readRecordings(root: string, service: ServiceId): Recorded[] {
  const folder = join(root, 'services', service, 'recordings')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .flatMap((line, index) => recordOf(line, `services/${service}/recordings/${name}:${index + 1}`)),
    )
}

function recordOf(line: string, place: string): Recorded[] {
  if (line.trim() === '') return []
  try {
    const { request, reply, normalise = [] } = JSON.parse(line) as Partial<Recorded>
    if (typeof request?.path === 'string' && typeof reply?.status === 'number') return [{ request, reply, normalise }]
  } catch {
    // Told below, like a line that is JSON and no recording.
  }
  throw new TradeError(
    'DEFINITION_INVALID',
    `${place}: found no recording, expected {"request": {"method", "path"}, "reply": {"status", "body", "ms"}}`,
    {
      facts: { place },
      hints: [`sed -n ${place.split(':')[1]}p ${place.split(':')[0]}`],
    },
  )
}

export interface RecordingDeps {
  root: string
  checks: readonly Check[]
  ask: (request: HttpRequest) => Promise<Answer>
}

/** Asks the legacy service and keeps what it says. Only requests that look and do not touch are repeated. */
export async function record(
  service: ServiceId,
  from: string,
  { root, checks, ask }: RecordingDeps,
): Promise<{ file: string; replies: number }> {
  const base = from.replace(/\/$/, '')
  const paths = new Set(checks.flatMap((check) => ownPath(check)))
  const recorded: Recorded[] = []
  for (const path of paths) {
    const replies = []
    for (let round = 0; round < ROUNDS; round++) {
      const answer = await ask({ method: 'GET', url: `${base}${path}`, headers: {}, timeoutMs: 5000 })
      const reply = replyOf(answer)
      if (reply === undefined) throw unreachable(`${base}${path}`, answer)
      replies.push(reply)
    }
    const normalise = proposeNormalisers(replies[0]!.body, replies.at(-1)!.body)
    recorded.push(...replies.map((reply) => ({ request: { method: 'GET', path }, reply, normalise })))
  }
  if (recorded.length === 0)
    throw new TradeError(
      'USAGE',
      `services/${service}/gate.yaml: found no GET request to \${self.address.…}, expected one to record`,
      {
        facts: { service },
        hints: [`trade2026 gate --list`],
      },
    )
  const folder = join(root, 'services', service, 'recordings')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'legacy.jsonl')
  writeFileSync(file, redact(recorded.map((one) => `${JSON.stringify(one)}\n`).join('')))
  return { file, replies: recorded.length }
}

/** Path of a GET to the service itself, without anything an earlier check saved. */
function ownPath(check: Check): string[] {
  if (check.kind !== 'http' || check.request.method !== 'GET') return []
  const path = /^http:\/\/\$\{self\.address\.\w+\}(\/[^$]*)$/.exec(check.request.url)?.[1]
  return path === undefined ? [] : [path]
}

function unreachable(url: string, answer: Answer): TradeError {
  const why = answer.kind === 'answered' ? 'no reply' : answer.reason
  return new TradeError('SOURCE_NOT_FOUND', `${url}: ${why}; expected the legacy service to answer`, {
    facts: { url },
    hints: [`curl -i ${url}`],
  })
}
