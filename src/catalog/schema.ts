// The schema of definitions, one source for validation, for the published JSON Schema and for editors.
import { z } from 'zod'
import { parseDuration } from '../kit/duration.ts'
import { LANES, WAVES } from '../model/ids.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens (RFC 1123)')
const port = z.int().min(1).max(65_535)
const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'expected a duration such as 500ms, 10s or 1m30s')
const text = z.string().min(1)

const probe = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    port: text.describe('name of an entry of ports'),
    path: z.string().regex(/^\//, 'expected a path that begins with /'),
    expectStatus: z.int().optional(),
  }),
  z.strictObject({ kind: z.literal('tcp'), port: text }),
  z.strictObject({ kind: z.literal('redis'), port: text }),
  z.strictObject({ kind: z.literal('nats'), port: text }),
  z.strictObject({ kind: z.literal('process') }).describe('a worker that listens nowhere is well while it runs'),
])

const health = z.strictObject({
  probe,
  interval: duration.default('30s'),
  timeout: duration.default('5s'),
  retries: z.int().min(1).default(3),
  startPeriod: duration.default('10s'),
})

const slo = z.strictObject({
  name: text,
  quantile: z.number().gt(0).lt(1).optional(),
  limit: z.number(),
  unit: text,
  direction: z.enum(['atMost', 'atLeast']).default('atMost'),
})

const legacy = z.strictObject({
  path: text.optional().describe('folder below the legacy source root'),
  ports: z.array(port).default([]),
  metricsPorts: z.array(port).default([]),
  names: z.array(text).default([]).describe('names other code calls it by'),
})

const implementation = z.strictObject({
  language: z.literal('typescript'),
  path: text,
  entry: text,
  shared: z.array(text).default([]),
})

const local = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('binary'),
    binary: text,
    args: z.array(z.string()),
    wheel: z.strictObject({ name: text, version: text, executable: text }).optional(),
    optional: z.boolean().default(false),
    fallback: text.optional(),
  }),
  z.strictObject({ kind: z.literal('embedded'), detail: text }),
  z.strictObject({ kind: z.literal('none'), reason: text }),
])

const stream = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  subjects: z.array(text).min(1),
  maxAge: duration,
  duplicateWindow: duration.optional(),
})

/** services/<id>/service.yaml and infra/<id>.yaml. Unknown keys are errors. */
export const serviceSchema = z.strictObject({
  id,
  kind: z.enum(['app', 'infra']),
  title: text,
  role: text,
  priority: z.enum(WAVES).optional(),
  task: text.optional(),
  estimateHours: z.number().positive().optional(),
  complexity: z.enum(['simple', 'medium', 'complex', 'very complex']).optional(),
  critical: z.boolean().default(false),
  optional: z.boolean().default(false),
  profile: z.enum(['core', 'full']).default('core'),
  ports: z.record(id, port),
  hostPorts: z.record(id, port).default({}).describe('host ports where they differ from the container ports'),
  lanes: z.array(z.enum(LANES)).min(1),
  needs: z.record(id, z.enum(['hard', 'soft'])).default({}),
  health,
  slo: z.array(slo).default([]),
  legacy: legacy.default({ ports: [], metricsPorts: [], names: [] }),
  implementation: implementation.optional(),
  image: text,
  command: z.array(z.string()).optional(),
  environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_.]*$/), z.string()).default({}),
  volumes: z
    .array(z.strictObject({ name: text, target: z.string().regex(/^\//), readOnly: z.boolean().default(false) }))
    .default([]),
  resources: z.strictObject({ memoryMb: z.int().positive(), cpus: z.number().positive().optional() }),
  secrets: z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/)).default([]),
  local: local.optional(),
  streams: z.array(stream).optional(),
  stopGrace: duration.default('10s'),
})
export type ServiceYaml = z.infer<typeof serviceSchema>

const lane = z.strictObject({
  network: text,
  subnet: z.string().regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/, 'expected a subnet such as 172.22.0.0/16'),
  gateway: z.string().regex(/^\d+\.\d+\.\d+\.\d+$/, 'expected an IPv4 address'),
  bridge: z.string().max(15, 'a Linux interface name has at most 15 characters'),
  ports: text.describe('advisory port range'),
})

/** trade2026.yaml */
export const platformSchema = z.strictObject({
  name: id,
  imagePrefix: text.default('localhost'),
  legacyRoot: text.optional(),
  defaultRuntime: z.enum(['auto', 'local', 'docker']).default('auto'),
  lanes: z.record(z.enum(LANES), lane),
  local: z.strictObject({ portOffset: z.int().min(0).max(50_000).default(0) }).default({ portOffset: 0 }),
})

/** Files of schema/, for editors; a test compares them with what is committed. */
export function renderSchemas(): { file: string; content: string }[] {
  const render = (schema: z.ZodType, title: string): string =>
    `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) }, null, 2)}\n`
  return [
    { file: 'schema/service.schema.json', content: render(serviceSchema, 'trade2026 service definition') },
    { file: 'schema/platform.schema.json', content: render(platformSchema, 'trade2026 platform') },
  ]
}
