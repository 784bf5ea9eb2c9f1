// An image before it is text: earlier stages, the last stage in its parts, and the probe. The parts come out in one order
// for every language, so that what changes seldom lies below what changes often.
import type { ServiceDefinition } from '../../../model/service.ts'
import type { PinBase } from './bases.ts'
import { aptInstall } from './facts.ts'

export interface Stage {
  name: string
  base: string
  lines: string[]
}

export interface Image {
  stages: Stage[]
  base: string
  /** Debian packages of the last stage. */
  packages: string[]
  environment: Record<string, string>
  /** Where dependencies and built things come from, before the sources. */
  dependencies: string[]
  /** Sources, or what was built from them. */
  contents: string[]
  /** Run once as root, after everything is in place. */
  finish: string[]
  command: string[]
  probe: Probe
  /** The last stage has no shell: folders come ready-made from an earlier stage. */
  hasNoShell: boolean
  stopSignal: string
  /** Files the build needs beside the sources. */
  files: Record<string, string>
  volumes: string[]
  /** Below /app: where the command runs. */
  folder?: string
}

/** A health check in exec form, by means of what the image holds. */
export type Probe = (request: ProbeRequest) => string[]

export interface ProbeRequest {
  port: number
  path: string
  timeoutS: number
}

export const USER = '1000:1000'

export function image(parts: Pick<Image, 'base' | 'command' | 'probe'> & Partial<Image>): Image {
  return {
    stages: [],
    packages: [],
    environment: {},
    dependencies: [],
    contents: ['COPY . .'],
    finish: [],
    hasNoShell: false,
    stopSignal: 'SIGTERM',
    files: {},
    volumes: [],
    ...parts,
  }
}

export interface RenderFacts {
  definition: ServiceDefinition
  /** Digest of the rewritten tree: a changed byte changes the image. */
  digest: string
  /** Container form: no placeholder left. */
  command: string[]
  pin?: PinBase
}

export function renderImage(it: Image, facts: RenderFacts): string {
  const pin = facts.pin ?? ((base: string) => base)
  const { definition, digest, command } = facts
  const earlier = it.stages.flatMap(({ name, base, lines }) => [
    `FROM ${it.stages.some((other) => other.name === base) ? base : pin(base)} AS ${name}`,
    ...lines,
    '',
  ])
  const test = healthTest(it.probe, definition)
  const ports = [...new Set(Object.values(definition.ports))]
  const lines = [
    ...earlier,
    `FROM ${it.base === 'scratch' ? it.base : pin(it.base)}`,
    ...environmentLines(it.environment),
    'WORKDIR /app',
    ...aptInstall(it.packages),
    // /app/config is mounted read-only; what the service writes lies on volumes that the numeric user owns.
    ...(it.hasNoShell ? [] : [`RUN mkdir -p /data /secrets && chown ${USER} /data`]),
    ...it.dependencies,
    ...it.contents,
    ...it.finish,
    ...it.volumes.map((path) => `VOLUME ${JSON.stringify([path])}`),
    ...(it.folder === undefined ? [] : [`WORKDIR /app/${it.folder}`]),
    `USER ${USER}`,
    ...(ports.length === 0 ? [] : [`EXPOSE ${ports.join(' ')}`]),
    `STOPSIGNAL ${it.stopSignal}`,
    `LABEL io.trade2026.service="${definition.id}" io.trade2026.source="${digest}"`,
    ...(test === undefined ? [] : [`HEALTHCHECK ${times(definition)} CMD ${JSON.stringify(test)}`]),
    `CMD ${JSON.stringify(command)}`,
  ]
  return `${lines.join('\n')}\n`
}

/** Undefined where nothing answers HTTP: the runtime looks at the port from outside. */
export function healthTest(probe: Probe, { health, ports }: ServiceDefinition): string[] | undefined {
  const port = ports[health.probe.port ?? '']
  if (health.probe.kind !== 'http' || port === undefined) return undefined
  const timeoutS = Math.max(1, Math.floor(health.timeoutMs / 1000) - 1)
  return probe({ port, path: health.probe.path, timeoutS })
}

function times({ health }: ServiceDefinition): string {
  const { intervalMs, timeoutMs, retries, startPeriodMs } = health
  return `--interval=${intervalMs}ms --timeout=${timeoutMs}ms --retries=${retries} --start-period=${startPeriodMs}ms`
}

function environmentLines(environment: Record<string, string>): string[] {
  const pairs = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`)
  return pairs.length === 0 ? [] : [`ENV ${pairs.join(' ')}`]
}

function quoted(value: string): string {
  return /^[\w./:,@%+-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
