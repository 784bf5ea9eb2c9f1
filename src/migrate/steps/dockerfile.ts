// Dockerfiles, one recipe per language, pure: same source, same bytes. Rules of migration.md 6: dependencies before
// sources, cache mounts, no compiler in the last stage, numeric user, exec form, a health check without curl.
import type { ServiceDefinition } from '../../model/service.ts'

export interface Recipe {
  definition: ServiceDefinition
  command: string[]
  /** Paths in the copied tree. */
  paths: ReadonlySet<string>
  /** Digest of the rewritten tree: a changed byte changes the image. */
  digest: string
}

const USER = '1000:1000'

interface Language {
  stages: (recipe: Recipe) => string[]
  probe: (port: number, path: string, timeoutS: number) => string[]
}

const NODE: Language = { stages: nodeStages, probe: nodeProbe }
const LANGUAGES: Record<string, Language> = {
  python: { stages: pythonStages, probe: pythonProbe },
  typescript: NODE,
  javascript: NODE,
}

/** Undefined for a language there is no recipe for. */
export function renderDockerfile(language: string, recipe: Recipe): string | undefined {
  const known = LANGUAGES[language]
  return known && `${[...known.stages(recipe), ...tail(recipe, healthTest(language, recipe.definition))].join('\n')}\n`
}

/** The health check as a command of the image's own runtime; the Dockerfile and the compose fragment say the same (F12). */
export function healthTest(language: string, { health, ports }: ServiceDefinition): string[] | undefined {
  const { probe, timeoutMs } = health
  const port = ports[probe.port]
  if (probe.kind !== 'http' || port === undefined) return undefined
  return LANGUAGES[language]?.probe(port, probe.path, Math.max(1, Math.floor(timeoutMs / 1000) - 1))
}

/** What must not reach an image: history, packages, outputs, logs, data, secrets, tests. */
export function renderDockerignore(): string {
  const patterns = [
    ...['.git', '.svn', '.hg', '.github', '.vscode', '.idea'],
    ...['**/node_modules', '**/__pycache__', '**/*.pyc', '.venv', 'venv', '**/.pytest_cache', '**/.mypy_cache'],
    ...['dist', 'build', 'target', 'coverage', 'logs', '**/*.log', 'data', '**/*.db', '**/*.sqlite'],
    ...['.env', '**/.env.*', '!**/.env.example', 'secrets', '**/*.pem', '**/*.key'],
    ...['test', 'tests', '**/*.test.*', '**/test_*.py', '**/*.bat', '**/*.cmd', '**/*.ps1'],
    ...['Dockerfile', '.dockerignore', 'compose.yml', 'service.yaml'],
  ]
  return `${patterns.join('\n')}\n`
}

function pythonStages({ paths }: Recipe): string[] {
  const base = 'python:3.12-slim'
  if (!paths.has('requirements.txt')) {
    return [`FROM ${base}`, 'ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1', 'WORKDIR /app']
  }
  return [
    `FROM ${base} AS dependencies`,
    'WORKDIR /build',
    'COPY requirements.txt ./',
    'RUN --mount=type=cache,id=pip,sharing=locked,target=/root/.cache/pip pip install --prefix=/install -r requirements.txt',
    '',
    `FROM ${base}`,
    'ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1',
    'WORKDIR /app',
    'COPY --from=dependencies /install /usr/local',
  ]
}

function nodeStages({ paths }: Recipe): string[] {
  const base = 'node:24-slim'
  const lead = ['ENV NODE_ENV=production', 'WORKDIR /app']
  if (!paths.has('package.json')) return [`FROM ${base}`, ...lead]
  const isLocked = paths.has('package-lock.json')
  return [
    `FROM ${base} AS dependencies`,
    'WORKDIR /app',
    `COPY package.json ${isLocked ? 'package-lock.json ' : ''}./`,
    `RUN --mount=type=cache,id=npm,sharing=locked,target=/root/.npm npm ${isLocked ? 'ci' : 'install'} --omit=dev --ignore-scripts --no-audit --no-fund && mkdir -p node_modules`,
    '',
    `FROM ${base}`,
    ...lead,
    'COPY --from=dependencies /app/node_modules ./node_modules',
  ]
}

function tail({ definition, command, digest }: Recipe, test: string[] | undefined): string[] {
  const { intervalMs, timeoutMs, retries, startPeriodMs } = definition.health
  const times = `--interval=${intervalMs}ms --timeout=${timeoutMs}ms --retries=${retries} --start-period=${startPeriodMs}ms`
  return [
    'COPY . .',
    // /app/config is mounted read-only; what the service writes lies on volumes that the numeric user owns.
    `RUN mkdir -p /data /secrets && chown ${USER} /data`,
    `USER ${USER}`,
    `EXPOSE ${Object.values(definition.ports).join(' ')}`,
    'STOPSIGNAL SIGTERM',
    `LABEL io.trade2026.service="${definition.id}" io.trade2026.source="${digest}"`,
    ...(test === undefined ? [] : [`HEALTHCHECK ${times} CMD ${JSON.stringify(test)}`]),
    `CMD ${JSON.stringify(command)}`,
  ]
}

function pythonProbe(port: number, path: string, timeoutS: number): string[] {
  const program = `import urllib.request as r; r.urlopen('http://127.0.0.1:${port}${path}', timeout=${timeoutS})`
  return ['python', '-c', program]
}

function nodeProbe(port: number, path: string, timeoutS: number): string[] {
  const options = `{ signal: AbortSignal.timeout(${timeoutS}000) }`
  const program = `fetch('http://127.0.0.1:${port}${path}', ${options}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`
  return ['node', '-e', program]
}
