import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlacementFacts, placementOf } from '../../src/migrate/placement.ts'

const service = (changes: Partial<PlacementFacts>): PlacementFacts => ({
  path: 'services/depot',
  package: 'services/depot',
  shared: [],
  language: 'python',
  command: ['python', 'main.py'],
  ...changes,
})

describe('where the files of a service come to lie', () => {
  it('a folder of its own stays as it is', () => {
    const facts = service({})
    expect(placementOf(facts, ['services/depot/main.py', 'requirements.txt'])).toEqual({
      root: 'services/depot',
      brought: {},
      own: '',
      command: ['python', 'main.py'],
    })
  })

  it('a manifest of several comes along, beside the service, unless it has one of that name', () => {
    const files = [
      'requirements.txt',
      '.python-version',
      'services/depot/main.py',
      'services/depot/.python-version',
      'services/tide/main.py',
    ]
    expect(placementOf(service({ package: '' }), files)).toMatchObject({
      own: '',
      brought: { 'requirements.txt': 'requirements.txt' },
    })
  })

  it('a shared package of Python lies where it is imported from', () => {
    const placed = placementOf(service({ package: '', shared: ['harbour/clock.py'] }), [
      'pyproject.toml',
      'harbour/__init__.py',
      'harbour/clock.py',
      'services/depot/main.py',
    ])
    expect(placed.brought).toEqual({
      'pyproject.toml': 'pyproject.toml',
      'harbour/clock.py': 'harbour/clock.py',
      'harbour/__init__.py': 'harbour/__init__.py',
    })
  })

  it('a Go command of a module keeps the layout, with the packages it imports and what they embed', () => {
    const files = [
      'go.mod',
      'go.sum',
      'cmd/depot/main.go',
      'cmd/tide/main.go',
      'internal/clock/clock.go',
      'internal/clock/zones.txt',
      'internal/other/x.go',
    ]
    const facts = service({
      path: 'cmd/depot',
      package: '',
      language: 'go',
      shared: ['internal/clock/clock.go'],
      command: ['go', 'run', '.'],
    })
    expect(placementOf(facts, files)).toEqual({
      root: '',
      own: 'cmd/depot',
      brought: {
        'go.mod': 'go.mod',
        'go.sum': 'go.sum',
        'internal/clock/clock.go': 'internal/clock/clock.go',
        'internal/clock/zones.txt': 'internal/clock/zones.txt',
      },
      command: ['go', 'run', './cmd/depot'],
    })
  })

  it('a Node service that reaches out of its folder keeps the layout; its manifest stands at the top', () => {
    const files = ['apps/depot/package.json', 'apps/depot/server.js', 'lib/clock.js']
    const facts = service({
      path: 'apps/depot',
      package: 'apps/depot',
      language: 'javascript',
      shared: ['lib/clock.js'],
      command: ['node', 'server.js'],
    })
    expect(placementOf(facts, files)).toEqual({
      root: '',
      own: 'apps/depot',
      brought: { 'lib/clock.js': 'lib/clock.js', 'apps/depot/package.json': 'package.json' },
      command: ['node', 'apps/depot/server.js'],
    })
  })

  it('a module of Maven brings its parents, the poms of all and the modules it needs', () => {
    const tree: Record<string, string> = {
      'pom.xml': '<project><artifactId>office</artifactId><modules><module>core</module></modules></project>',
      'core/pom.xml':
        '<project><parent><artifactId>office</artifactId></parent><artifactId>core</artifactId></project>',
      'core/src/Clock.java': '',
      'tide/pom.xml':
        '<project><parent><artifactId>office</artifactId></parent><artifactId>tide</artifactId></project>',
      'tide/src/Tide.java': '',
      'depot/pom.xml':
        '<project><parent><artifactId>office</artifactId></parent><artifactId>depot</artifactId><dependency><artifactId>core</artifactId></dependency></project>',
      'depot/src/Depot.java': '',
    }
    const facts = service({
      path: 'depot',
      package: 'depot',
      language: 'java',
      command: ['java', '-jar', 'target/depot.jar'],
    })
    const placed = placementOf(facts, Object.keys(tree), (path) => tree[path]!)
    expect(placed).toMatchObject({ root: '', own: 'depot', command: ['java', '-jar', 'depot/target/depot.jar'] })
    expect(Object.keys(placed.brought)).toEqual(['core/pom.xml', 'core/src/Clock.java', 'pom.xml', 'tide/pom.xml'])
  })

  it('a .NET project brings the projects it refers to, one by one', () => {
    const tree: Record<string, string> = {
      'src/Depot/Depot.csproj': '<ProjectReference Include="..\\Clock\\Clock.csproj" />',
      'src/Clock/Clock.csproj': '<ProjectReference Include="../Zones/Zones.csproj" />',
      'src/Clock/Clock.cs': '',
      'src/Zones/Zones.csproj': '',
      'src/Tide/Tide.csproj': '',
      'src/Directory.Build.props': '',
    }
    const facts = service({
      path: 'src/Depot',
      package: 'src/Depot',
      language: 'csharp',
      command: ['dotnet', 'Depot.dll'],
    })
    const placed = placementOf(facts, Object.keys(tree), (path) => tree[path]!)
    expect(placed).toMatchObject({ root: 'src', own: 'Depot', command: ['dotnet', 'Depot.dll'] })
    expect(Object.values(placed.brought)).toEqual([
      'Clock/Clock.cs',
      'Clock/Clock.csproj',
      'Directory.Build.props',
      'Zones/Zones.csproj',
    ])
  })

  it('never gives two files one place, and never takes one of another service', () => {
    const names = fc.uniqueArray(
      fc.constantFrom(
        'go.mod',
        'package.json',
        'requirements.txt',
        'lib/a.py',
        'lib/b.go',
        'services/depot/main.py',
        'services/depot/package.json',
        'services/tide/main.py',
        'services/tide/go.mod',
      ),
    )
    fc.assert(
      fc.property(
        names,
        fc.constantFrom('go', 'python', 'javascript', 'java'),
        fc.constantFrom('', 'services', 'services/depot'),
        (files, language, folder) => {
          const shared = files.filter((file) => file.startsWith('lib/'))
          const { brought, own } = placementOf(service({ language, package: folder, shared }), files)
          const mine = files
            .filter((file) => file.startsWith('services/depot/'))
            .map((file) => [own, file.slice('services/depot/'.length)].filter(Boolean).join('/'))
          const targets = [...mine, ...Object.values(brought)]
          expect(new Set(targets).size).toBe(targets.length)
          expect(Object.keys(brought).filter((file) => file.startsWith('services/tide'))).toEqual([])
        },
      ),
    )
  })
})
