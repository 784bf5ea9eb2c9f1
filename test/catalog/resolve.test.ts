import { describe, expect, it } from 'vitest'
import { localEndpoints } from '../../src/catalog/endpoints.ts'
import { renderPlaceholders } from '../../src/catalog/placeholders.ts'
import {
  type LocalResolution,
  localScope,
  resolveBundled,
  resolveInfra,
  resolveMigrated,
} from '../../src/catalog/resolve.ts'
import { bundledCatalog, ROOT } from '../support/catalog.ts'

const catalog = bundledCatalog()

function context(overrides: Partial<LocalResolution> = {}): LocalResolution {
  return {
    services: catalog.services,
    endpoints: localEndpoints(catalog.services, 20_000),
    paths: catalog.platform.paths,
    programRoot: ROOT,
    programs: new Map([
      ['node', '/opt/node'],
      ['nats-server', '/opt/nats-server'],
    ]),
    programDigest: () => 'program-1',
    template: () => 'url: nats://${nats.address.client}\nport: ${self.port.http}\n',
    baseEnv: { PATH: '/bin' },
    logLevel: 'INFO',
    ...overrides,
  }
}

describe('resolveBundled', () => {
  const oms = resolveBundled(catalog.services.get('oms')!, context())!

  it("runs the compiled entry with this tool's node", () => {
    expect(oms.command).toEqual(['/opt/node', `${ROOT}/dist/services/oms/src/main.js`])
  })

  it('moves every port by the offset and points at peers on loopback', () => {
    expect(oms.ports).toEqual({ http: 28_099, metrics: 29_099 })
    expect(oms.env).toMatchObject({
      HTTP_PORT: '28099',
      RISK_URL: 'http://127.0.0.1:28103',
      NATS_URL: 'nats://127.0.0.1:24222',
      BIND_HOST: '127.0.0.1',
    })
  })

  it('renders the template into the state folder, never into the definitions', () => {
    expect(oms.files).toEqual({ '/state/config/oms/config.yaml': 'url: nats://127.0.0.1:24222\nport: 28099\n' })
    expect(oms.env.CONFIG_PATH).toBe('/state/config/oms/config.yaml')
  })

  it('is undefined where there is no implementation', () => {
    expect(resolveBundled(catalog.services.get('exeq')!, context())).toBeUndefined()
  })
})

describe('the digest', () => {
  const digest = (overrides: Partial<LocalResolution>): string =>
    resolveBundled(catalog.services.get('risk')!, context(overrides))!.digest

  it('is equal for equal input and blind to inherited variables', () => {
    expect(digest({})).toBe(digest({ baseEnv: { PATH: '/usr/bin', LANG: 'C' } }))
  })

  it.each([
    ['program files (F09)', { programDigest: () => 'program-2' }],
    ['configuration', { template: () => 'changed: true\n' }],
    ['log level', { logLevel: 'DEBUG' }],
    ['ports', { endpoints: localEndpoints(catalog.services, 1) }],
  ] satisfies [string, Partial<LocalResolution>][])('changes with %s', (_name, overrides) => {
    expect(digest(overrides)).not.toBe(digest({}))
  })
})

describe('resolveInfra', () => {
  it('F30: the store of NATS lies in its own data folder', () => {
    const nats = resolveInfra(catalog.services.get('nats')!, context())!
    expect(nats.command.slice(0, 4)).toEqual(['/opt/nats-server', '-js', '-sd', '/state/data/nats'])
    expect(nats.folders).toEqual(['/state/data/nats'])
  })

  it('is undefined for an embedded store and for a binary that is not there', () => {
    expect(resolveInfra(catalog.services.get('questdb')!, context())).toBeUndefined()
    expect(resolveInfra(catalog.services.get('seaweedfs')!, context())).toBeUndefined()
  })
})

describe('resolveMigrated', () => {
  it('runs in its prepared tree with its prepared environment', () => {
    const definition = {
      ...catalog.services.get('pnl')!,
      command: ['python3', 'main.py'],
      environment: { OMS: 'http://${oms.address.http}/x' },
    }
    const spec = resolveMigrated(definition, context({ preparedEnv: { PYTHONPATH: '/deps' } }))!
    expect(spec).toMatchObject({ origin: 'stack', cwd: '/state/local/pnl', command: ['python3', 'main.py'] })
    expect(spec.env).toMatchObject({ OMS: 'http://127.0.0.1:28099/x', PYTHONPATH: '/deps' })
  })
})

describe('placeholders', () => {
  const scope = localScope('risk', context())
  it.each([
    ['${risk.host}', '127.0.0.1'],
    ['${nats.port.monitor}', '28222'],
    ['${self.address.http}', '127.0.0.1:28103'],
    ['${dirs.data}', '/state/data/risk'],
    ['$${HOME}', '${HOME}'],
    ['${bind.host}', '127.0.0.1'],
    ['${timeseries.url}', 'sqlite:/state/timeseries.sqlite'],
  ])('%s is %s', (text, expected) => {
    expect(renderPlaceholders(text, scope, 'f.yaml')).toBe(expected)
  })

  it.each(['${ghost.host}', '${nats.port.ghost}', '${dirs.ghost}', '${}', '${nats.client}'])(
    '%s is refused with its place',
    (text) => {
      expect(() => renderPlaceholders(`a: 1\nb: ${text}`, scope, 'f.yaml')).toThrow(
        /f\.yaml:2:4: \$\{.*unknown placeholder/,
      )
    },
  )
})
