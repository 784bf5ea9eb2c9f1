// What is copied with a service, for each way of sharing code. The systems are invented.
import { describe, expect, it } from 'vitest'
import { servicesOf } from '../systems.ts'

const GO = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":7301", nil) }\n'
const JAVA = (name: string): string =>
  `package ${name};\nimport com.sun.net.httpserver.HttpServer;\npublic class Main {\n  public static void main(String[] a) throws Exception {\n    HttpServer.create(new java.net.InetSocketAddress(7301), 0).start();\n  }\n}\n`
const NODE = "require('node:http').createServer().listen(7301)\n"
const PYTHON = (imports: string): string =>
  `${imports}\nfrom http.server import HTTPServer\n\nif __name__ == "__main__":\n    HTTPServer(("", 7301), None).serve_forever()\n`
const pom = (name: string, inside = ''): string =>
  `<project><parent><groupId>quay</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>${name}</artifactId>${inside}</project>`
const needs = (name: string): string =>
  `<dependencies><dependency><groupId>quay</groupId><artifactId>${name}</artifactId></dependency></dependencies>`

/** `root` and what comes along, of one service. */
async function scopeOf(id: string, files: Record<string, string>): Promise<[string, string[]]> {
  const services = await servicesOf(files)
  const found = services.find((service) => service.id === id)
  if (found === undefined) throw new Error(`found ${services.map((one) => one.id).join(', ')}`)
  return [found.scope.root, found.scope.parts.map(({ path }) => path)]
}

describe('the scope of a service', () => {
  it('is its folder, where it needs nothing else', async () => {
    const files = { 'depot/main.go': GO, 'depot/go.mod': 'module depot\n', 'tide/package.json': '{}', 'README.md': '' }
    expect(await scopeOf('depot', files)).toEqual(['depot', []])
  })

  it('Go: packages it imports with what they embed, its module, the workspace and what replaces a module', async () => {
    const files = {
      'go.work': 'go 1.22\nuse (\n\t.\n\t./tide // the other one\n)\n',
      'go.mod': 'module quay.example/port\n\nreplace quay.example/clock => ./lib/clock\n\n',
      'go.sum': '',
      'cmd/depot/main.go': GO.replace('"net/http"', '(\n"net/http"\n"quay.example/port/internal/zone"\n)'),
      'cmd/gate/main.go': GO,
      'internal/zone/zone.go': 'package zone\n\n//go:embed table/*.csv\nvar table string\n',
      'internal/zone/zone_test.go': 'package zone\n',
      'internal/zone/table/a.csv': 'x',
      'internal/unused/unused.go': 'package unused\n',
      'lib/clock/go.mod': 'module quay.example/clock\n',
      'tide/go.mod': 'module tide\n',
      'tide/main.go': GO,
    }
    expect(await scopeOf('depot', files)).toEqual([
      '',
      [
        'go.mod',
        'go.sum',
        'go.work',
        'internal/zone/table',
        'internal/zone/zone.go',
        'lib/clock/go.mod',
        'tide/go.mod',
      ],
    ])
  })

  it('Maven: the modules it depends on, parents, and the pom files that a parent lists', async () => {
    const files = {
      'pom.xml':
        '<project><artifactId>all</artifactId><modules><module>depot</module><module>clock</module><module>tide</module></modules></project>',
      'depot/pom.xml': pom('depot', needs('clock')),
      'depot/src/main/java/depot/Main.java': JAVA('depot'),
      'clock/pom.xml': pom('clock'),
      'clock/src/main/java/clock/Clock.java': 'package clock;\n',
      'tide/pom.xml': pom('tide'),
      'tide/src/main/java/tide/Main.java': JAVA('tide'),
    }
    expect(await scopeOf('depot', files)).toEqual(['', ['clock', 'pom.xml', 'tide/pom.xml']])
  })

  it('Gradle: projects it depends on, settings, and the build files of the others', async () => {
    const files = {
      'settings.gradle.kts': 'include(":depot", ":lib:clock")\ninclude(":tide")\n',
      'gradle/libs.versions.toml': '',
      'depot/build.gradle.kts': 'dependencies { implementation(project(":lib:clock")) }\n',
      'depot/src/main/java/depot/Main.java': JAVA('depot'),
      'lib/clock/build.gradle.kts': '',
      'lib/clock/src/main/java/clock/Clock.java': '',
      'tide/build.gradle.kts': '',
      'tide/src/main/java/tide/Main.java': JAVA('tide'),
    }
    expect(await scopeOf('depot', files)).toEqual([
      '',
      ['gradle', 'lib/clock', 'settings.gradle.kts', 'tide/build.gradle.kts'],
    ])
  })

  it('.NET: projects it refers to, linked files, and what is read in the folders above', async () => {
    const files = {
      'Directory.Build.props': '<Project/>',
      'src/Depot/Depot.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><ProjectReference Include="..\\Clock\\Clock.csproj" /><Protobuf Include="..\\..\\proto\\tide.proto" /></ItemGroup></Project>',
      'src/Depot/Program.cs':
        'var app = WebApplication.CreateBuilder(args).Build();\napp.Run("http://localhost:7301");\n',
      'src/Clock/Clock.csproj': '<Project Sdk="Microsoft.NET.Sdk" />',
      'src/Clock/Clock.cs': '',
      'src/Unused/Unused.csproj': '<Project Sdk="Microsoft.NET.Sdk" />',
      'proto/tide.proto': '',
    }
    expect(await scopeOf('depot', files)).toEqual(['', ['Directory.Build.props', 'proto/tide.proto', 'src/Clock']])
  })

  it('npm: packages of the workspace it depends on, in turn, the root, and the manifests of the others', async () => {
    const files = {
      'package.json': '{"workspaces": ["packages/*"]}',
      'package-lock.json': '{}',
      'packages/depot/package.json':
        '{"name": "@quay/depot", "main": "main.js", "dependencies": {"@quay/clock": "1.0.0"}}',
      'packages/depot/main.js': NODE,
      'packages/clock/package.json': '{"name": "@quay/clock", "dependencies": {"@quay/zone": "workspace:*"}}',
      'packages/clock/index.js': '',
      'packages/zone/package.json': '{"name": "@quay/zone"}',
      'packages/tide/package.json': '{"name": "@quay/tide"}',
      'packages/tide/main.js': NODE,
    }
    expect(await scopeOf('depot', files)).toEqual([
      '',
      ['package-lock.json', 'package.json', 'packages/clock', 'packages/tide/package.json', 'packages/zone'],
    ])
  })

  it('Cargo: crates by path, the workspace, and of other members what Cargo insists on', async () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["depot", "clock", "tide"]\n',
      'Cargo.lock': '',
      'depot/Cargo.toml': '[package]\nname = "depot"\n[dependencies]\nclock = { path = "../clock" }\n',
      'depot/src/main.rs': 'fn main() { std::net::TcpListener::bind("127.0.0.1:7301").unwrap(); }\n',
      'clock/Cargo.toml': '[package]\nname = "clock"\n',
      'clock/src/lib.rs': '',
      'tide/Cargo.toml': '[package]\nname = "tide"\n',
      'tide/src/lib.rs': '',
      'tide/src/inner.rs': '',
    }
    expect(await scopeOf('depot', files)).toEqual([
      '',
      ['Cargo.lock', 'Cargo.toml', 'clock', 'tide/Cargo.toml', 'tide/src/lib.rs'],
    ])
  })

  it('Python: the package beside it and the folder it is looked up in; requirements of all; a neighbour by path', async () => {
    const files = {
      'services/depot/main.py': PYTHON('from harbour.clock import now'),
      'services/depot/requirements.txt': '-e ../../zones\n',
      'services/tide/main.py': PYTHON('import os'),
      'lib/pyproject.toml': '[project]\nname = "harbour"\n',
      'lib/harbour/__init__.py': '',
      'lib/harbour/clock.py': 'import zones\n',
      'zones/setup.py': '',
      'zones/zones/__init__.py': '',
    }
    const [depot] = await servicesOf(files)
    expect([depot!.scope.root, depot!.scope.parts.map(({ path }) => path)]).toEqual(['', ['lib', 'zones']])
    expect(depot!.scope.roots).toEqual(['lib', 'zones'])
  })

  it('programs that share a manifest each take it along', async () => {
    const files = {
      'requirements.txt': 'flask\n',
      'services/depot/main.py': PYTHON('import os'),
      'services/tide/main.py': PYTHON('import os'),
    }
    expect(await scopeOf('depot', files)).toEqual(['', ['requirements.txt']])
  })

  it('configuration it is handed, and a .env above it whose names it reads', async () => {
    const files = {
      'depot/main.py': PYTHON('import os\nURL = os.environ["TIDE_URL"]'),
      'tide/main.py': PYTHON('import os'),
      'config/depot.yaml': 'port: 7301\n',
      '.env': 'TIDE_URL=http://localhost:7302\n',
      Procfile: 'depot: python depot/main.py --config config/depot.yaml\ntide: python tide/main.py\n',
    }
    expect(await scopeOf('depot', files)).toEqual(['', ['.env', 'config/depot.yaml']])
    expect(await scopeOf('tide', files)).toEqual(['tide', []])
  })

  it('a service that lies in another one’s folder is not part of it', async () => {
    const files = {
      'main.py': PYTHON('import os'),
      'requirements.txt': '',
      'inner/package.json': '{"main": "server.js"}',
      'inner/server.js': NODE,
    }
    const services = await servicesOf(files)
    expect(services.map(({ path, scope }) => [path, scope.without])).toEqual([
      ['', ['inner']],
      ['inner', []],
    ])
  })
})
