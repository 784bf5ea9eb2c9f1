import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { parseDefinition } from '../../../src/catalog/load.ts'
import { mergeConfig } from '../../../src/migrate/steps/legacy-config.ts'
import { serviceYaml } from '../../support/catalog.ts'

const definition = parseDefinition(
  serviceYaml('crane', 7100, 'lanes: [backend]\nlegacy: { ports: [6100], metricsPorts: [6101] }\n').replace(
    'ports: { http: 7100 }',
    'ports: { http: 7100, metrics: 8100 }',
  ),
  'services/crane/service.yaml',
)
const TEMPLATE =
  '# template\nhttp:\n  port: ${self.port.http}\nnats:\n  url: nats://${nats.address.client} # the bus\nretries: 5\n'

describe('mergeConfig', () => {
  it('without a legacy file is the template, byte for byte', () => {
    expect(mergeConfig(TEMPLATE, undefined, definition).text).toBe(TEMPLATE)
  })

  it('carries unknown keys over, lets the template decide on known ones, and says both', () => {
    const merged = mergeConfig(
      TEMPLATE,
      'depth: 10 # metres\nhttp:\n  port: 6100\n  host: 0.0.0.0\nretries: 9\n',
      definition,
    )
    expect(merged.text).toBe(
      '# template\nhttp:\n  port: ${self.port.http}\n  host: 0.0.0.0\nnats:\n  url: nats://${nats.address.client} # the bus\nretries: 5\ndepth: 10 # metres\n',
    )
    expect(merged.carried).toEqual(['depth', 'http.host'])
    expect(merged.replaced).toEqual([
      { key: 'http.port', legacy: '6100', template: '${self.port.http}' },
      { key: 'retries', legacy: '9', template: '5' },
    ])
  })

  it.each([
    ['port: 6100', 'port: ${self.port.http}'],
    ['metrics_port: 6101', 'metrics_port: ${self.port.metrics}'],
    ['server:\n  port: 6100', 'server:\n  port: ${self.port.http}'],
    ['report: 6100', 'report: 6100'],
    ['peer_port: 6999', 'peer_port: 6999'],
  ])('own ports follow the definition: %s', (legacy, expected) => {
    expect(mergeConfig('', `${legacy}\n`, definition).text).toBe(`${expected}\n`)
  })

  it('a literal ${ of the old file is not taken for a placeholder', () => {
    expect(mergeConfig('', 'pattern: "${user}"\n', definition).text).toContain('$${user}')
  })

  it('drops no key of either side, whatever they hold', () => {
    const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z][a-z ]{0,8}[a-z]$/), fc.constant(null))
    const key = fc.stringMatching(/^[a-f]{1,2}$/)
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, scalar, tie('tree'), fc.array(scalar, { maxLength: 3 })), {
        maxKeys: 4,
      }),
    }))
    fc.assert(
      fc.property(tree, tree, (template, legacy) => {
        const merged = parse(mergeConfig(stringify(template), stringify(legacy), definition).text) as unknown
        expect(merged).toEqual(union(template, legacy))
      }),
    )
  })
})

/** The template's value where both have one; maps are merged. */
function union(template: unknown, legacy: unknown): unknown {
  if (!isMap(template) || !isMap(legacy)) return template
  const keys = new Set([...Object.keys(template), ...Object.keys(legacy)])
  return Object.fromEntries(
    [...keys].map((key) => [key, key in template ? union(template[key], legacy[key]) : legacy[key]]),
  )
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
