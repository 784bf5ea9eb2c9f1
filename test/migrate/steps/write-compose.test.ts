import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseDefinition } from '../../../src/catalog/load.ts'
import { NO_SECRETS, type StepContext } from '../../../src/migrate/steps/step.ts'
import { migratedDefinition, writeCompose } from '../../../src/migrate/steps/write-compose.ts'
import type { ServiceDefinition } from '../../../src/model/service.ts'
import { LEGACY } from '../run/world.ts'
import { craneContext } from './context.ts'

function withService(context: StepContext, changes: Partial<ServiceDefinition>): StepContext {
  const service = { ...context.catalog.services.get('tariff')!, ...changes }
  return {
    ...context,
    catalog: { ...context.catalog, services: new Map([...context.catalog.services, ['tariff', service]]) },
  }
}

describe('the compose step', () => {
  it('writes a definition that loads again, with command and environment', async () => {
    const context = await craneContext()
    context.rewritten.environment.RATES_URL = 'http://${tariff.address.http}'
    const definition = parseDefinition(migratedDefinition(context), 'stack/crane/service.yaml')
    expect(definition).toMatchObject({ id: 'crane', command: ['python', 'main.py'], ports: { http: 7100 } })
    expect(definition.environment).toEqual({ PYTHONUNBUFFERED: '1', RATES_URL: 'http://${tariff.address.http}' })
    expect(definition.implementation).toBeUndefined()
  })

  it('leaves to the platform what it sets anyway: bind address and bus differ with the runtime', async () => {
    const context = await craneContext()
    Object.assign(context.rewritten.environment, {
      BIND_HOST: '0.0.0.0',
      NATS_URL: 'nats://nats:4222',
      HTTP_PORT: '9999',
    })
    const { environment } = parseDefinition(migratedDefinition(context), 'stack/crane/service.yaml')
    expect(environment).toEqual({ PYTHONUNBUFFERED: '1', HTTP_PORT: '9999' })
  })

  it('writes a fragment with one port everywhere, the probe of the image and a build context', async () => {
    const context = await craneContext()
    expect((await writeCompose.apply(context)).status).toBe('done')
    const { services, networks } = parse(Buffer.from(context.disk.read('/p/stack/crane/compose.yml')!).toString())
    expect(services.crane.build).toEqual({ context: '.' })
    expect(services.crane.ports).toEqual(['127.0.0.1:7100:7100'])
    expect(services.crane.healthcheck.test.join(' ')).toMatch(/^CMD python -c .*127\.0\.0\.1:7100\/health/)
    expect(services.crane.volumes).toEqual(['../config/crane:/app/config:ro'])
    expect(services.crane.environment.TARIFF_URL).toBe('http://tariff:7105')
    expect(networks).toEqual({ backend: { name: 't-backend', external: true } })
  })

  it.each<[string, Partial<ServiceDefinition>, RegExp]>([
    [
      'a need without a shared lane (F31)',
      { lanes: ['frontend'] },
      /lanes: found backend, expected one shared with tariff: frontend/,
    ],
    ['a port of another service (F05)', { ports: { http: 7100 } }, /ports: 7100 is also used by tariff/],
  ])('refuses %s', async (_name, changes, message) => {
    const context = withService(await craneContext(), changes)
    const result = await writeCompose.apply(context)
    expect(result).toMatchObject({ status: 'failed' })
    expect(result.error?.message).toMatch(message)
    expect(context.files.digest('stack/crane/compose.yml')).toBeNull()
  })

  it('credentials are there by reference only, after the variables of the source', async () => {
    const secrets = {
      ...NO_SECRETS,
      environment: () => ({ DB_PASSWORD: 'w1nch-1' }),
      files: () => new Map([['conf/Mail.json', Buffer.from('{"password": "w1nch-2"}')]]),
    }
    const context = await craneContext({ secrets, legacy: { ...LEGACY, 'apps/crane/.env': 'DB_PASSWORD=x\n' } })
    const text = fragmentOf(context)
    expect(text).not.toContain('w1nch')
    expect(parse(text)).toMatchObject({
      services: {
        crane: {
          env_file: ['.env', '../secrets/crane/container.env'],
          secrets: [{ source: 'crane-conf-mail-json', target: '/app/conf/Mail.json' }],
        },
      },
      secrets: { 'crane-conf-mail-json': { file: '../secrets/crane/container/conf/Mail.json' } },
    })
  })

  it('knows the host by name only where something of it is on the host', async () => {
    const context = await craneContext()
    expect(fragmentOf(context)).not.toContain('extra_hosts')
    context.rewritten.environment.PRINTER = 'host.docker.internal:9100'
    expect(parse(fragmentOf(context)).services.crane.extra_hosts).toEqual(['host.docker.internal:host-gateway'])
  })

  it('the rendered configuration hides no folder of the service', async () => {
    const plain = parse(fragmentOf(await craneContext()))
    expect(plain.services.crane.volumes).toContain('../config/crane:/app/config:ro')
    const own = await craneContext({ legacy: { ...LEGACY, 'apps/crane/config/lift.json': '{}' } })
    const { volumes, environment } = parse(fragmentOf(own)).services.crane
    expect(volumes).toContain('../config/crane:/etc/trade2026:ro')
    expect(environment.CONFIG_PATH).toBe('/etc/trade2026/config.yaml')
  })
})

function fragmentOf(context: StepContext): string {
  const change = writeCompose.plan(context).find(({ target }) => target.endsWith('/compose.yml'))!
  return change.kind === 'write' ? Buffer.from(change.bytes).toString() : ''
}
