// The environment every app gets, the same names on every runtime; only the values differ with the scope.
import type { ServiceDefinition } from '../model/service.ts'
import { renderPlaceholders, type Scope } from './placeholders.ts'

export interface EnvironmentOptions {
  scope: Scope
  logLevel: string
}

/** Environment of one app: the common names, one `<PEER>_URL` per app it needs, then its own `environment`. */
export function appEnvironment(
  definition: ServiceDefinition,
  services: ReadonlyMap<string, ServiceDefinition>,
  { scope, logLevel }: EnvironmentOptions,
): Record<string, string> {
  const own = { ...scope, self: definition.id }
  const render = (text: string): string => renderPlaceholders(text, own, definition.file)
  // Platforms of other systems have other servers.
  const hasClient = (id: string): boolean => services.get(id)?.ports.client !== undefined
  const peers = Object.keys(definition.needs)
    .filter((id) => services.get(id)?.kind === 'app')
    .sort()
    .filter((id) => services.get(id)?.ports.http !== undefined)
    .map((id) => [`${id.toUpperCase().replaceAll('-', '_')}_URL`, render(`http://\${${id}.address.http}`)])
  return {
    SERVICE_ID: definition.id,
    CONFIG_PATH: `${scope.dirs.config}/config.yaml`,
    SECRETS_PATH: scope.dirs.secrets,
    LOG_LEVEL: logLevel,
    NODE_ENV: 'production',
    BIND_HOST: scope.bindHost,
    ...(definition.ports.http === undefined ? {} : { HTTP_PORT: render('${self.port.http}') }),
    ...(definition.ports.metrics === undefined ? {} : { METRICS_PORT: render('${self.port.metrics}') }),
    ...(hasClient('nats') ? { NATS_URL: render('nats://${nats.address.client}') } : {}),
    ...(hasClient('valkey') ? { VALKEY_URL: render('redis://${valkey.address.client}') } : {}),
    TIMESERIES_URL: scope.timeseriesUrl,
    LAKE_URL: scope.lakeUrl,
    DATA_DIR: scope.dirs.data,
    ...Object.fromEntries(peers),
    ...Object.fromEntries(Object.entries(definition.environment).map(([name, value]) => [name, render(value)])),
  }
}
