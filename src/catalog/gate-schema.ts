// The schema of gate definitions: gates/*.yaml and services/<id>/gate.yaml. Unknown keys and empty checks are errors.
import { z } from 'zod'
import { parseDuration } from '../kit/duration.ts'
import type { Json } from '../model/gate.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens')
const text = z.string().min(1)
const duration = z
  .string()
  .refine((value) => parseDuration(value) !== undefined, 'expected a duration such as 500ms, 10s or 1m30s')
const json: z.ZodType<Json> = z.json()
const regex = z.string().refine((source) => compiles(source), 'expected a regular expression')

const expectation = z
  .strictObject({
    at: z.string().describe('path in the answer, e.g. body.tickers[0].price'),
    equals: json.optional(),
    oneOf: z.array(json).min(1).optional(),
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    matches: regex.optional(),
    exists: z.boolean().optional(),
    changes: z.literal(true).optional(),
  })
  .refine((value) => Object.keys(value).length > 1, 'expected a matcher beside `at`: an expectation that cannot fail')

const base = {
  id,
  title: text,
  needs: z.array(id).optional().describe('services that must run; default: those of the gate'),
  after: z.array(id).default([]).describe('checks that must have passed before'),
  within: duration.optional().describe('keep trying until the expectations hold or this time has passed'),
  every: duration.default('500ms'),
  save: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), z.string()).default({}),
  level: z.enum(['critical', 'important', 'nice']).default('critical'),
}
const expect = z.array(expectation).min(1, 'a check without expectations cannot fail')

const request = {
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('GET'),
  url: text,
  headers: z.record(z.string(), z.string()).default({}),
  body: json.optional(),
  timeout: duration.default('5s'),
}
const httpRequest = z.strictObject(request)

const http = z.strictObject({ kind: z.literal('http'), ...base, ...request, expect })

const publish = z.strictObject({ subject: text, payload: json, stored: z.boolean().default(false) })
const nats = z
  .strictObject({
    kind: z.literal('nats'),
    ...base,
    stream: text.optional().describe('asks for the state of a stream and its last message'),
    subject: text.optional().describe('with stream: last message of this subject'),
    listen: text.optional().describe('waits for a message on this subject'),
    match: z.array(expectation).default([]).describe('with listen: which message is meant'),
    publish: publish.optional().describe('with listen: what causes the message'),
    http: httpRequest.optional().describe('with listen: what causes the message'),
    request: text.optional().describe('request/reply subject'),
    payload: json.optional(),
    timeout: duration.default('5s'),
    expect,
  })
  .refine((value) => [value.stream, value.listen, value.request].filter((ask) => ask !== undefined).length === 1, {
    message: 'expected exactly one of stream, listen and request',
  })
  .refine((value) => value.publish === undefined || value.http === undefined, 'expected publish or http, not both')

/** A gate looks and does not touch: commands that change a store are refused. */
const READING =
  /^(GET|MGET|HGET|HGETALL|HLEN|TTL|PTTL|EXISTS|TYPE|STRLEN|LLEN|LRANGE|SCARD|SMEMBERS|SISMEMBER|ZCARD|ZRANGE|ZSCORE|DBSIZE|PING)$/i
const redis = z
  .strictObject({
    kind: z.literal('redis'),
    ...base,
    command: z.array(z.string()).min(1).optional(),
    keys: text.optional().describe('pattern; the answer counts the keys'),
    db: z.int().min(0).max(15).default(0),
    expect,
  })
  .refine((value) => (value.command === undefined) !== (value.keys === undefined), 'expected either command or keys')
  .refine((value) => value.command === undefined || READING.test(value.command[0] ?? ''), {
    path: ['command', 0],
    message: 'expected a command that only reads',
  })

const store = z.strictObject({
  kind: z.literal('store'),
  ...base,
  table: text,
  where: z.record(z.string(), json).default({}),
  newerThan: z.union([z.literal('run'), duration]).optional(),
  expect,
})
const lake = z.strictObject({ kind: z.literal('lake'), ...base, table: text, expect })
const process = z.strictObject({
  kind: z.literal('process'),
  ...base,
  service: id,
  stableFor: duration.optional().describe('must have run this long; shorter is too little data'),
  expect: z.array(expectation).default([]),
})
const logs = z.strictObject({ kind: z.literal('logs'), ...base, service: id, allow: z.array(regex).default([]) })
const file = z.strictObject({ kind: z.literal('file'), ...base, path: text, expect })
const gate = z.strictObject({ kind: z.literal('gate'), ...base, gate: id })

const variation = z.union([
  z.strictObject({ cycle: z.array(json).min(1), every: z.int().min(1).default(1) }),
  z.strictObject({ from: z.number(), step: z.number(), count: z.int().min(1) }),
  z.strictObject({ unique: text }),
])
const load = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('closed'),
    samples: z.int().min(1).max(1_000_000),
    workers: z.int().min(1).max(1000).default(1),
  }),
  z.strictObject({
    mode: z.literal('open'),
    rate: z.number().positive().max(20_000).describe('requests per second'),
    duration,
    connections: z.int().min(1).max(1000).default(64),
  }),
])
const latency = z
  .strictObject({
    kind: z.literal('latency'),
    ...base,
    request: httpRequest,
    vary: z.record(z.string(), variation).default({}),
    load,
    warmup: z.int().min(0).default(0),
    accept: z.array(expectation).default([{ at: 'status', equals: 200 }]),
    successAtLeast: z.number().gt(0).max(1).default(1),
    quantiles: z.array(z.strictObject({ quantile: z.number().gt(0).lt(1), limit: duration })).default([]),
    throughputAtLeast: z.number().positive().optional(),
  })
  .refine((value) => value.quantiles.length > 0 || value.throughputAtLeast !== undefined, {
    message: 'expected quantiles or throughputAtLeast: a latency check without a limit cannot fail',
  })

const checkSchema = z.discriminatedUnion('kind', [http, nats, redis, store, lake, process, logs, file, gate, latency])
export type CheckYaml = z.infer<typeof checkSchema>
const checks = z.array(checkSchema)

/** gates/<name>.yaml */
export const gateSchema = z.strictObject({
  name: id,
  title: text,
  needs: z.array(id),
  rule: z.enum(['worst', 'score']).default('worst'),
  checks: checks.min(1, 'a gate without checks cannot pass'),
})

/** services/<id>/gate.yaml: the sections are steps 6, 7 and 8 of the migration; together with the log they are step 9. */
export const serviceGateSchema = z.strictObject({
  title: text,
  needs: z.array(id),
  component: checks.min(1),
  integration: checks.default([]),
  performance: checks.default([]),
  allowInLog: z.array(regex).default([]).describe('error lines that are part of the tests'),
})

function compiles(source: string): boolean {
  try {
    new RegExp(source)
    return true
  } catch {
    return false
  }
}

/** Files of schema/, for editors; a test compares them with what is committed. */
export function renderGateSchemas(): { file: string; content: string }[] {
  const render = (schema: z.ZodType, title: string): string =>
    `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', reused: 'ref' }) }, null, 2)}\n`
  return [
    { file: 'schema/gate.schema.json', content: render(gateSchema, 'trade2026 gate') },
    { file: 'schema/service-gate.schema.json', content: render(serviceGateSchema, 'trade2026 gate of a service') },
  ]
}
