// A service process that can be stopped, killed and started again over the same ports and folder, as the local runtime does.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './servers.ts'
import { type ServiceProcess, spawnService } from './service-process.ts'

export interface RestartableService {
  metricsUrl: string
  /** The service's own folder: config.yaml, data/, lake/, timeseries.sqlite. Survives stop and kill. */
  folder: string
  get<T = Record<string, unknown>>(path: string): Promise<{ status: number; body: T }>
  post<T = Record<string, unknown>>(path: string): Promise<{ status: number; body: T }>
  /** Resolves when /health answers, whatever it says. */
  start(): Promise<void>
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
  remove(): Promise<void>
}

export interface RestartableOptions {
  id: string
  /** Text of its config file. */
  config: string
  env: Record<string, string>
}

export async function restartableService({ id, config, env }: RestartableOptions): Promise<RestartableService> {
  const folder = await mkdtemp(join(tmpdir(), `trade2026-${id}-`))
  await writeFile(join(folder, 'config.yaml'), config)
  const [http, metrics] = [await freePort(), await freePort()]
  const all = {
    CONFIG_PATH: join(folder, 'config.yaml'),
    HTTP_PORT: String(http),
    METRICS_PORT: String(metrics),
    DATA_DIR: join(folder, 'data'),
    LAKE_URL: `file:${join(folder, 'lake')}`,
    TIMESERIES_URL: `sqlite:${join(folder, 'timeseries.sqlite')}`,
    ...env,
  }
  let running: ServiceProcess | undefined
  const ask = async (path: string, method: string) => {
    const response = await fetch(`http://127.0.0.1:${http}${path}`, { method })
    return { status: response.status, body: (await response.json()) as never }
  }
  return {
    metricsUrl: `http://127.0.0.1:${metrics}/metrics`,
    folder,
    get: (path) => ask(path, 'GET'),
    post: (path) => ask(path, 'POST'),
    async start() {
      const started = spawnService(id, all)
      running = started
      const early = started.exited().then((code) => {
        const said = started.log().map((line) => JSON.stringify(line))
        throw new Error(`${id} exited with ${code}: ${said.join('\n')} ${started.stderr()}`)
      })
      await Promise.race([early, eventually(() => ask('/health', 'GET'))])
      early.catch(() => {})
    },
    stop: async () => (running ? running.stop('SIGTERM') : null),
    async kill() {
      await running?.stop('SIGKILL')
    },
    async remove() {
      await running?.stop('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
