import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseDefinition } from '../../../src/catalog/load.ts'
import type { StepContext } from '../../../src/migrate/steps/step.ts'
import { migratedDefinition, writeCompose } from '../../../src/migrate/steps/write-compose.ts'
import type { ServiceDefinition } from '../../../src/model/service.ts'
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
})
