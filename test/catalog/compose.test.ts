import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { renderCompose } from '../../src/catalog/compose.ts'
import { renderSchemas } from '../../src/catalog/schema.ts'
import { bundledCatalog, ROOT } from '../support/catalog.ts'

const catalog = bundledCatalog()
const rendered = renderCompose(catalog)
interface ComposeService {
  ports: string[]
  networks: Record<string, unknown>
  labels: Record<string, string>
  healthcheck?: { test: string[] }
  depends_on?: Record<string, { condition: string }>
  environment: Record<string, string>
}
const services = Object.assign(
  {},
  ...['compose/infra.yml', 'compose/apps.yml'].map(
    (file) => (parse(rendered.find((it) => it.file === file)!.content) as { services: object }).services,
  ),
) as Record<string, ComposeService>

describe('compose files', () => {
  it('F42: hold exactly the services of the catalog', () => {
    expect(Object.keys(services).sort()).toEqual([...catalog.services.keys()].sort())
  })

  it.each([...rendered, ...renderSchemas()].map(({ file, content }) => [file, content] as const))(
    '%s is committed as rendered (npm run update)',
    (file, content) => {
      expect(readFileSync(join(ROOT, file), 'utf8')).toBe(content)
    },
  )

  it('F12: publish, listen and probe the same port', () => {
    for (const definition of catalog.services.values()) {
      const service = services[definition.id]!
      const containerPorts = service.ports.map((port) => Number(port.split(':').at(-1)))
      expect(containerPorts.sort()).toEqual(Object.values(definition.ports).sort())
      const probed = /127\.0\.0\.1:(\d+)/.exec(service.healthcheck?.test.join(' ') ?? '')?.[1]
      if (probed) expect(containerPorts).toContain(Number(probed))
    }
  })

  it('F31: every dependency shares a lane', () => {
    for (const definition of catalog.services.values()) {
      for (const need of Object.keys(definition.needs)) {
        const shared = Object.keys(services[need]!.networks).filter((lane) => lane in services[definition.id]!.networks)
        expect(shared, `${definition.id} → ${need}`).not.toEqual([])
      }
    }
  })

  it('publishes on loopback only and waits for hard needs only', () => {
    for (const [id, service] of Object.entries(services)) {
      for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/)
      for (const need of Object.keys(service.depends_on ?? {}))
        expect(catalog.services.get(id)!.needs[need]).toBe('hard')
    }
  })

  it('no health check needs curl, except in the image that carries it; none is a shell line', () => {
    for (const [id, service] of Object.entries(services)) {
      if (!service.healthcheck) continue
      expect(service.healthcheck.test[0]).toBe('CMD')
      if (id !== 'opensearch') expect(service.healthcheck.test[1]).not.toBe('curl')
    }
  })

  it('F30: the store of NATS is the mounted folder', () => {
    const nats = parse(rendered.find((it) => it.file === 'compose/infra.yml')!.content).services.nats
    const store = nats.command[nats.command.indexOf('-sd') + 1]
    expect(nats.volumes.map((volume: string) => volume.split(':')[1])).toContain(store)
  })

  it('names peers by service name, never by loopback', () => {
    expect(services.oms!.environment.RISK_URL).toBe('http://risk:8103')
    for (const service of Object.values(services)) {
      for (const value of Object.values(service.environment ?? {})) expect(value).not.toMatch(/localhost|127\.0\.0\.1/)
    }
  })
})
