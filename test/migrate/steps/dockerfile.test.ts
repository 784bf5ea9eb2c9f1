import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lintDockerfile } from '../../../src/migrate/steps/build/lint.ts'
import { build, built, definition, SYSTEMS } from './build/systems.ts'

const of = (name: string) => built(SYSTEMS.find((system) => system.name === name)!)
const port = definition.ports.http!

describe.each(SYSTEMS)('the Dockerfile of $name', (system) => {
  it('keeps every rule of migration.md 6', () => {
    expect(lintDockerfile(built(system).dockerfile)).toEqual([])
  })

  it('is the same for the same input, and another for another digest', () => {
    expect(built(system)).toEqual(built(system))
    expect(built(system, 'd2').dockerfile).not.toBe(built(system).dockerfile)
  })

  it('ends with a start command that has no host address, and a check on the own port', () => {
    const { dockerfile, test } = built(system)
    const lines = dockerfile.trim().split('\n')
    expect(lines.at(-1)).toMatch(/^CMD \["/)
    expect(lines.at(-1)).not.toMatch(/localhost|127\.0\.0\.1|\$\{/)
    expect(test?.join(' ')).toMatch(new RegExp(`\\b${port}\\b`))
    expect(dockerfile).toContain(JSON.stringify(test))
  })
})

describe('recipes', () => {
  it.each<[string, string[]]>([
    ['python gunicorn', ['gunicorn', 'app:app', '--bind', `0.0.0.0:${port}`]],
    ['python django', ['python', 'manage.py', 'runserver', '8000']],
    ['node start script', ['node', 'server.js']],
    ['node typescript', ['node', 'dist/main.js']],
    ['node tsx', ['node', 'node_modules/.bin/tsx', 'src/main.ts']],
    ['node next', ['node', 'node_modules/next/dist/bin/next', 'start', '-p', String(port)]],
    ['node vite', ['nginx', '-g', 'daemon off;']],
    ['maven boot', ['java', '-jar', 'app.jar']],
    ['maven plain', ['java', '-cp', 'app.jar:lib/*', 'o.harbour.Depot']],
    ['maven modules', ['java', '-cp', 'app.jar:lib/*', 'o.harbour.Depot']],
    ['gradle application', ['java', '-cp', 'app.jar:lib/*', 'o.harbour.DepotKt']],
    ['javac', ['java', '-cp', 'classes:lib/tide.jar', 'Depot']],
    ['dotnet web', ['dotnet', 'Depot.dll']],
    ['go', ['./bin/depot']],
    ['go cmd', ['./bin/depot', '--verbose']],
    ['rust', ['./bin/depot']],
    ['ruby', ['bundle', 'exec', 'puma', '-p', '9292']],
  ])('%s starts %j', (name, command) => {
    expect(of(name).dockerfile.trim().split('\n').at(-1)).toBe(`CMD ${JSON.stringify(command)}`)
  })

  it.each<[string, RegExp]>([
    ['python pip', /pip install --prefix=\/install -r requirements\.txt/],
    ['python pip with parts', /COPY requirements\/base\.txt \.\/requirements\//],
    ['python pip compiled', /libpq-dev[\s\S]*FROM python[\s\S]*install -y --no-install-recommends libpq5 /],
    ['python gunicorn', /pip install --prefix=\/install gunicorn/],
    ['python project', /FROM python:3\.9-slim/],
    ['python poetry', /poetry install --only main --no-root/],
    ['python uv', /uv sync --frozen --no-dev/],
    ['node npm locked', /npm ci --omit=dev/],
    ['node npm unlocked', /FROM node:20-slim[\s\S]*npm install --omit=dev/],
    ['node pnpm', /pnpm@9\.1\.0[\s\S]*--frozen-lockfile --prod/],
    ['node yarn berry', /corepack enable[\s\S]*yarn workspaces focus --all --production/],
    ['node typescript', /npm run build[\s\S]*COPY --from=build \/app\/dist \.\/dist/],
    ['node vite', /FROM nginx[\s\S]*COPY --from=build \/app\/dist \/usr\/share\/nginx\/html/],
    ['maven boot', /maven:3\.9-eclipse-temurin-17[\s\S]*FROM eclipse-temurin:17-jre/],
    ['maven plain', /COPY config\/ \.\/config\//],
    ['maven modules', /-pl app -am/],
    ['gradle application', /gradle:8\.5-jdk21[\s\S]*installDist/],
    ['dotnet web', /dotnet restore Depot\.csproj[\s\S]*aspnet:8\.0[\s\S]*ASPNETCORE_HTTP_PORTS/],
    ['dotnet worker', /FROM mcr\.microsoft\.com\/dotnet\/runtime:6\.0/],
    ['go', /CGO_ENABLED=0 go build[\s\S]*FROM scratch[\s\S]*COPY templates\/ \.\/templates\//],
    ['go with C', /CGO_ENABLED=1[\s\S]*FROM debian/],
    ['rust', /cargo fetch --locked[\s\S]*libssl3/],
    ['php', /docker-php-ext-install pdo_pgsql[\s\S]*composer install --no-dev[\s\S]*STOPSIGNAL SIGINT/],
    ['shell', /install -y --no-install-recommends ca-certificates curl jq /],
  ])('%s: %s', (name, pattern) => {
    expect(of(name).dockerfile).toMatch(pattern)
  })

  it('say plainly what cannot be built', () => {
    expect(build({ language: 'cobol', command: [], files: {} })).toEqual({
      reason: expect.stringMatching(/^found cobol, expected one of python/),
    })
    const framework =
      '<Project><PropertyGroup><TargetFrameworkVersion>v4.8</TargetFrameworkVersion></PropertyGroup></Project>'
    expect(build({ language: 'csharp', command: [], files: { 'Depot.csproj': framework } })).toEqual({
      reason: expect.stringContaining('.NET Framework v4.8, which runs on Windows only'),
    })
  })
})

describe('.dockerignore', () => {
  it('keeps history, packages, outputs, data, secrets and tests out', () => {
    const lines = of('node typescript').dockerignore.split('\n')
    for (const pattern of [
      '**/.git',
      '**/node_modules',
      '**/*.log',
      'data',
      '**/.env',
      '**/secrets',
      '**/*.pem',
      '**/tests',
      'dist',
    ])
      expect(lines).toContain(pattern)
  })

  it('leaves in what the start command runs and no build makes', () => {
    const system = {
      language: 'javascript',
      command: ['node', 'dist/server.js'],
      files: { 'package.json': '{}', 'dist/server.js': '' },
    }
    expect(built(system).dockerignore.split('\n')).not.toContain('dist')
  })
})

describe('any tree of files', () => {
  const names = fc.constantFrom(
    ...new Set(SYSTEMS.flatMap(({ files }) => Object.keys(files))),
    'odd name.txt',
    'Dockerfile',
  )
  const words = fc.constantFrom(
    'python',
    'node',
    'java',
    '-jar',
    'main.py',
    '--port=8123',
    'a b',
    '"',
    '$X',
    '${Y}',
    'npm',
    'start',
  )
  it('gives a Dockerfile without a broken rule, or a reason', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('python', 'javascript', 'java', 'go', 'rust', 'ruby', 'php', 'shell', 'csharp'),
        fc.uniqueArray(names, { maxLength: 8 }),
        fc.array(words, { minLength: 1, maxLength: 5 }),
        (language, paths, command) => {
          const known = Object.assign({}, ...SYSTEMS.map(({ files }) => files)) as Record<string, string>
          const files = Object.fromEntries(
            paths.filter((path) => path !== 'Dockerfile').map((path) => [path, known[path] ?? '']),
          )
          const outcome = build({ language, command, files })
          if ('reason' in outcome) expect(outcome.reason).toMatch(/expected/)
          else expect(lintDockerfile(outcome.dockerfile)).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
  })
})
