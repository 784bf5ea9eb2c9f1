// Services that lie inside a larger build: what is run where, seen from the top of the copy.
import { describe, expect, it } from 'vitest'
import type { BuildFacts } from '../../../../src/migrate/steps/build/facts.ts'
import { imageOf, isBuildable, planBuild } from '../../../../src/migrate/steps/build/plan.ts'
import { definition } from './systems.ts'

function planOf(language: string, command: string, more: Partial<BuildFacts>, files: Record<string, string>) {
  const facts: BuildFacts = {
    language,
    command: command.split(' '),
    name: 'depot',
    paths: new Set(Object.keys(files)),
    text: (path) => files[path],
    ...more,
  }
  const plan = planBuild(facts)
  if (!isBuildable(plan)) throw new Error(plan.reason)
  return { plan, image: imageOf(plan, facts, definition) }
}

describe('a build inside a larger one', () => {
  it('Go: the package of the module, run where its launcher stood, with the files beside it', () => {
    const { plan, image } = planOf(
      'go',
      'go run .',
      { folder: 'go/cmd/depot', runsIn: 'go' },
      {
        'go/go.mod': 'module quay\n',
        'go/cmd/depot/main.go': 'package main\n\nfunc main() {}\n',
        'go/cmd/depot/title.txt': 'x',
      },
    )
    expect(plan).toMatchObject({ home: 'go', folder: 'go', package: './cmd/depot', command: ['./bin/depot'] })
    expect(image.contents.at(-1)).toBe('COPY --from=build /out/depot ./go/bin/depot')
  })

  it('Maven: from the highest parent that lists the module, together with what it depends on', () => {
    const { plan } = planOf(
      'java',
      'java -jar target/depot.jar',
      { folder: 'java/depot' },
      {
        'java/pom.xml': '<modules><module>depot</module><module>clock</module></modules>',
        'java/depot/pom.xml': '<artifactId>depot</artifactId>',
        'java/depot/src/main/java/quay/Depot.java':
          'package quay;\nclass Depot { public static void main(String[] a) {} }\n',
        'java/depot/depot.yml': '',
        'java/clock/pom.xml': '<artifactId>clock</artifactId>',
      },
    )
    expect(plan).toMatchObject({
      home: 'java',
      module: 'depot',
      folder: 'java/depot',
      assets: ['java/depot/depot.yml'],
    })
    expect(plan.kind === 'maven' && plan.script).toMatch(
      /^mvn -B -q -DskipTests -f java\/pom\.xml -pl depot -am package/,
    )
  })

  it('Python: requirements from where they lie, libraries on the path', () => {
    const { plan, image } = planOf(
      'python',
      'python main.py',
      { folder: 'services/depot', modulePath: ['lib'] },
      { 'requirements.txt': 'flask\n', 'services/depot/main.py': '', 'lib/clock.py': '' },
    )
    expect(plan).toMatchObject({ folder: 'services/depot', manifests: ['requirements.txt'] })
    expect(plan).not.toHaveProperty('home')
    expect(image).toMatchObject({ folder: 'services/depot', environment: { PYTHONPATH: '/app/lib' } })
  })

  it('npm: a member of a workspace is installed from its root; what it depends on is built before it', () => {
    const { plan } = planOf(
      'typescript',
      'node src/main.ts',
      { folder: 'packages/depot' },
      {
        'package.json': '{"workspaces": ["packages/*"]}',
        'package-lock.json': '{}',
        'packages/depot/package.json': '{"name": "depot", "dependencies": {"clock": "*"}}',
        'packages/depot/src/main.ts': '',
        'packages/clock/package.json': '{"name": "clock", "dependencies": {"zone": "*"}, "scripts": {"build": "tsc"}}',
        'packages/clock/src/index.ts': '',
        'packages/zone/package.json': '{"name": "zone", "scripts": {"build": "tsc"}}',
        'packages/zone/src/index.ts': '',
        'packages/tide/package.json': '{"name": "tide", "scripts": {"build": "tsc"}}',
      },
    )
    expect(plan).toMatchObject({
      member: 'packages/depot',
      folder: 'packages/depot',
      before: ['packages/zone', 'packages/clock'],
    })
    expect(plan.kind === 'node' && plan.manifests).toContain('packages/tide/package.json')
  })
})
