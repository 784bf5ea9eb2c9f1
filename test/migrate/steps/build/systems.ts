// Small invented services, one per language and variant: what recipes are tested on.
import { containerScope } from '../../../../src/catalog/compose.ts'
import { renderPlaceholders } from '../../../../src/catalog/placeholders.ts'
import { type BuildOutcome, type Built, buildOf } from '../../../../src/migrate/steps/dockerfile.ts'
import { bundledCatalog } from '../../../support/catalog.ts'

export interface System {
  name: string
  language: string
  command: string[]
  files: Record<string, string>
}

const catalog = bundledCatalog()
export const definition = catalog.services.get('pnl')!

export function build(system: Omit<System, 'name'>, digest = 'd1'): BuildOutcome {
  const scope = { ...containerScope(catalog.services), self: definition.id }
  return buildOf({
    definition,
    name: 'depot',
    language: system.language,
    command: system.command,
    paths: new Set(Object.keys(system.files)),
    text: (path) => system.files[path],
    digest,
    inContainer: (text) => renderPlaceholders(text, scope, 'Dockerfile'),
  })
}

export function built(system: Omit<System, 'name'>, digest?: string): Built {
  const outcome = build(system, digest)
  if ('reason' in outcome) throw new Error(outcome.reason)
  return outcome
}

const python = (name: string, files: Record<string, string>, command = ['python', 'main.py']): System => ({
  name: `python ${name}`,
  language: 'python',
  command,
  files: { 'main.py': 'print("depot")\n', ...files },
})
const node = (
  name: string,
  files: Record<string, string>,
  command = ['node', 'server.js'],
  language = 'javascript',
): System => ({
  name: `node ${name}`,
  language,
  command,
  files: { 'server.js': 'require("node:http")\n', ...files },
})
const manifest = (value: object): string => JSON.stringify({ name: 'depot', version: '1.0.0', ...value })

const POM = (inner: string): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>o.harbour</groupId><artifactId>depot</artifactId><version>1</version>${inner}</project>`
const MAIN = 'package o.harbour;\npublic class Depot { public static void main(String[] args) {} }\n'
const maven = (
  name: string,
  files: Record<string, string>,
  command = ['java', '-jar', 'target/depot.jar'],
): System => ({
  name: `maven ${name}`,
  language: 'java',
  command,
  files: { 'src/main/java/o/harbour/Depot.java': MAIN, ...files },
})
const gradle = (name: string, text: string, extra: Record<string, string> = {}): System => ({
  name: `gradle ${name}`,
  language: 'kotlin',
  command: ['java', '-jar', 'app.jar'],
  files: {
    'build.gradle.kts': text,
    'settings.gradle.kts': 'rootProject.name = "depot"',
    'src/main/kotlin/Depot.kt': 'package o.harbour\nfun main() {}\n',
    ...extra,
  },
})
const csproj = (sdk: string, framework: string, inner = ''): string =>
  `<Project Sdk="${sdk}"><PropertyGroup><TargetFramework>${framework}</TargetFramework>${inner}</PropertyGroup></Project>`
const GO_MAIN = 'package main\n\nfunc main() {}\n'

export const SYSTEMS: System[] = [
  python('bare', {}),
  python('pip', { 'requirements.txt': 'flask==3.1.0\n' }),
  python('pip with parts', {
    'requirements.txt': '-r requirements/base.txt\n',
    'requirements/base.txt': 'redis==8.0.0\n',
  }),
  python('pip with its own package', { 'requirements.txt': '-e .\nredis\n', 'setup.py': '' }),
  python('pip compiled', { 'requirements.txt': 'psycopg2==2.9.9\n' }),
  python('gunicorn', { 'requirements.txt': 'flask\n', 'app.py': '' }, ['gunicorn', 'app:app']),
  python('uvicorn', { 'requirements.txt': 'fastapi\nuvicorn\n' }, [
    'uvicorn',
    'main:app',
    '--host',
    '127.0.0.1',
    '--port',
    '8123',
  ]),
  python('django', { 'requirements.txt': 'django\n', 'manage.py': '' }, ['python', 'manage.py', 'runserver', '8000']),
  python('poetry', {
    'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.11"\nredis = "^8.0"\n',
    'poetry.lock': '',
  }),
  python('uv', { 'pyproject.toml': '[project]\nname = "depot"\ndependencies = ["redis"]\n', 'uv.lock': '' }),
  python('pipenv', {
    Pipfile: '[packages]\nredis = "*"\n',
    'Pipfile.lock': '{"default":{"redis":{"version":"==8.0.0"}}}',
  }),
  python('project', {
    'pyproject.toml': '[project]\nname = "depot"\nrequires-python = ">=3.9,<3.12"\ndependencies = ["redis"]\n',
  }),
  node('bare', {}),
  node('npm locked', { 'package.json': manifest({}), 'package-lock.json': '{}' }),
  node('npm unlocked', { 'package.json': manifest({ engines: { node: '20.x' } }) }),
  node('pnpm', { 'package.json': manifest({ packageManager: 'pnpm@9.1.0' }), 'pnpm-lock.yaml': '' }),
  node('yarn', { 'package.json': manifest({}), 'yarn.lock': '' }),
  node('yarn berry', {
    'package.json': manifest({ packageManager: 'yarn@4.5.0' }),
    'yarn.lock': '',
    '.yarnrc.yml': '',
  }),
  node('workspaces', {
    'package.json': manifest({ workspaces: ['packages/*'] }),
    'package-lock.json': '{}',
    'packages/tide/package.json': manifest({}),
  }),
  node('start script', { 'package.json': manifest({ scripts: { start: 'NODE_ENV=production node server.js' } }) }, [
    'npm',
    'start',
  ]),
  node(
    'typescript',
    {
      'package.json': manifest({
        scripts: { build: 'tsc -p .', start: 'node dist/main.js' },
        devDependencies: { typescript: '7.0.2' },
      }),
      'package-lock.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "outDir": "./dist", "rootDir": "src", /* strict */ } }',
      'src/main.ts': '',
    },
    ['node', 'src/main.ts'],
    'typescript',
  ),
  node(
    'tsx',
    { 'package.json': manifest({ devDependencies: { tsx: '4.0.0' } }), 'src/main.ts': '' },
    ['npx', 'tsx', 'src/main.ts'],
    'typescript',
  ),
  node(
    'next',
    {
      'package.json': manifest({ scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '15' } }),
      'package-lock.json': '{}',
    },
    ['npm', 'start'],
  ),
  node(
    'vite',
    {
      'package.json': manifest({ scripts: { dev: 'vite', build: 'vite build' }, devDependencies: { vite: '7' } }),
      'package-lock.json': '{}',
      'index.html': '',
    },
    ['npm', 'run', 'dev'],
  ),
  maven('boot', {
    'pom.xml': POM(
      '<properties><java.version>17</java.version></properties><build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>',
    ),
  }),
  maven('plain', {
    'pom.xml': POM('<properties><maven.compiler.release>17</maven.compiler.release></properties>'),
    'config/depot.yml': 'a: 1\n',
  }),
  maven('shade', {
    'pom.xml': POM('<build><plugins><plugin><artifactId>maven-shade-plugin</artifactId></plugin></plugins></build>'),
  }),
  maven('assembly', { 'pom.xml': POM('<descriptorRef>jar-with-dependencies</descriptorRef>') }),
  maven('quarkus', { 'pom.xml': POM('<artifactId>quarkus-maven-plugin</artifactId>') }),
  maven('war', { 'pom.xml': POM('<packaging>war</packaging>') }),
  {
    name: 'maven modules',
    language: 'java',
    command: ['java', '-jar', 'app.jar'],
    files: {
      'pom.xml': POM('<modules><module>core</module><module>app</module></modules>'),
      'core/pom.xml': POM(''),
      'app/pom.xml': POM(''),
      'app/src/main/java/o/harbour/Depot.java': MAIN,
    },
  },
  gradle('boot', 'plugins { id("org.springframework.boot") version "3.3.0" }\nkotlin { jvmToolchain(17) }'),
  gradle('application', 'plugins { application }\napplication { mainClass.set("o.harbour.DepotKt") }', {
    'gradle/wrapper/gradle-wrapper.properties':
      'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip',
  }),
  gradle('shadow', 'plugins { id("com.gradleup.shadow") version "8.3.0" }'),
  {
    name: 'javac',
    language: 'java',
    command: ['java', 'src/Depot.java'],
    files: {
      'src/Depot.java': 'public class Depot { public static void main(String[] a) {} }',
      'lib/tide.jar': '',
      'depot.properties': 'a=1\n',
    },
  },
  {
    name: 'dotnet web',
    language: 'csharp',
    command: ['dotnet', 'run'],
    files: { 'Depot.csproj': csproj('Microsoft.NET.Sdk.Web', 'net8.0'), 'Program.cs': '' },
  },
  {
    name: 'dotnet worker',
    language: 'csharp',
    command: ['dotnet', 'run'],
    files: {
      'Depot.sln': '',
      'src/Depot.csproj': csproj('Microsoft.NET.Sdk', 'net6.0', '<OutputType>Exe</OutputType>'),
      'src/Program.cs': '',
    },
  },
  {
    name: 'go',
    language: 'go',
    command: ['go', 'run', 'main.go'],
    files: {
      'go.mod': 'module example.org/depot\n\ngo 1.22\n',
      'go.sum': '',
      'main.go': GO_MAIN,
      'templates/page.html': '',
    },
  },
  {
    name: 'go cmd',
    language: 'go',
    command: ['go', 'run', './cmd/depot', '--verbose'],
    files: { 'go.mod': 'module example.org/depot\n\ngo 1.22\n', 'cmd/depot/main.go': GO_MAIN },
  },
  {
    name: 'go with C',
    language: 'go',
    command: ['go', 'run', '.'],
    files: {
      'go.mod': 'module example.org/depot\n\ngo 1.22\nrequire github.com/mattn/go-sqlite3 v1.14.0\n',
      'main.go': GO_MAIN,
    },
  },
  {
    name: 'rust',
    language: 'rust',
    command: ['cargo', 'run'],
    files: {
      'Cargo.toml': '[package]\nname = "depot"\n',
      'Cargo.lock': 'name = "openssl-sys"\n',
      'src/main.rs': 'fn main() {}\n',
    },
  },
  {
    name: 'ruby',
    language: 'ruby',
    command: ['puma', '-p', '9292'],
    files: { Gemfile: 'gem "puma"\ngem "pg"\n', 'Gemfile.lock': '', 'config.ru': '' },
  },
  {
    name: 'php',
    language: 'php',
    command: ['php', '-S', 'localhost:8123', '-t', 'public'],
    files: {
      'composer.json': '{"require":{"php":"^8.2","ext-pdo_pgsql":"*"}}',
      'composer.lock': '{}',
      'public/index.php': '',
    },
  },
  {
    name: 'shell',
    language: 'shell',
    command: ['bash', 'tide.sh'],
    files: { 'tide.sh': '#!/bin/bash\nwhile true; do curl -s http://x | jq .; sleep 5; done\n' },
  },
  {
    name: 'nginx',
    language: 'nginx',
    command: ['nginx'],
    files: { 'nginx.conf': 'events {}\nhttp { server { listen 8080; } }\n', 'html/index.html': '' },
  },
]
