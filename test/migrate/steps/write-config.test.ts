import { describe, expect, it } from 'vitest'
import { configTemplate, writeConfig } from '../../../src/migrate/steps/write-config.ts'
import { DEFINITIONS, LEGACY } from '../run/world.ts'
import { craneContext } from './context.ts'

const legacy = (config: string) => ({ legacy: { ...LEGACY, 'apps/crane/config.yaml': config } })
const template = (config: string) => ({ definitions: { ...DEFINITIONS, 'services/crane/config.yaml': config } })

describe('the configure step', () => {
  it.each<[string, Parameters<typeof craneContext>[0], RegExp]>([
    [
      'a loopback host nobody explains',
      legacy('cache: redis://localhost:6379\n'),
      /cache: found redis:\/\/localhost:6379, expected the name of a service/,
    ],
    ['every way to write it', legacy('a: "http://[::1]:1/"\n'), /a: found/],
    ['a list of hosts', legacy('hosts: [tariff, 127.0.0.1]\n'), /hosts\.1: found 127\.0\.0\.1/],
    ['another own port', template('http:\n  port: 9999\n'), /http\.port: found 9999, expected 7100/],
  ])('refuses %s and writes nothing', async (_name, world, message) => {
    const context = await craneContext(world)
    const result = await writeConfig.apply(context)
    expect(result.status).toBe('failed')
    expect(result.error?.message).toMatch(message)
    expect(context.files.digest('stack/config/crane/config.yaml')).toBeNull()
  })

  it.each(['name: localhosting\n', 'pattern: my-localhost.example\n', 'version: 1.127.0.0\n'])(
    'is not fooled by %s',
    async (config) => {
      expect((await writeConfig.apply(await craneContext(legacy(config)))).status).toBe('done')
    },
  )

  it('keeps what the engine said to keep', async () => {
    const context = await craneContext(legacy('origins: ["http://localhost:5173"]\n'))
    const finding = {
      service: 'crane',
      file: 'apps/crane/config.yaml',
      line: 1,
      column: 1,
      text: 'http://localhost:5173',
      role: 'origin',
      action: 'keep',
      reason: '',
      rule: '',
      evidence: [],
      alternatives: [],
    } as const
    context.rewritten.findings.push({ ...finding, evidence: [], alternatives: [] })
    expect((await writeConfig.apply(context)).status).toBe('done')
  })

  it('has a local form with the addresses of this host and placeholders for the rest', async () => {
    const { text } = configTemplate(await craneContext(), 'local')
    expect(text).toContain('tariff_url: http://127.0.0.1:7105')
    expect(text).toContain('port: ${self.port.http}')
  })
})
