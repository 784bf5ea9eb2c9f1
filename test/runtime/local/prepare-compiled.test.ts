import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { planBuild } from '../../../src/migrate/steps/build/plan.ts'
import type { BuildPlan } from '../../../src/model/build.ts'
import { isTradeError } from '../../../src/model/errors.ts'
import { compile } from '../../../src/runtime/local/prepare-compiled.ts'

const root = mkdtempSync(join(tmpdir(), 'compile-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let bin: string
let tree: string
beforeEach(() => {
  bin = mkdtempSync(join(root, 'bin-'))
  tree = mkdtempSync(join(root, 'tree-'))
})

/** A stand-in for a compiler that notes how it was called; real ones belong to the scenario of the second fixture. */
function program(name: string, script = 'exit 0'): void {
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $@" >> ${bin}/calls\n${script}\n`, { mode: 0o755 })
}
const calls = (): string[] => readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n')

function run(language: string, files: Record<string, string>, command: string[] = []): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  const facts = {
    language,
    command,
    paths: new Set(Object.keys(files)),
    text: (path: string) => files[path],
    name: 'depot',
  }
  return compile(planBuild(facts) as BuildPlan, tree, 'depot', {
    paths: { root, stack: root, state: root, tracker: root },
    toolRoot: root,
    env: { PATH: [bin, '/bin', '/usr/bin'].join(delimiter) },
    node: process.execPath,
    signal: new AbortController().signal,
  })
}
const GO = { 'go.mod': 'module example.org/depot\n', 'cmd/depot/main.go': 'package main\nfunc main() {}\n' }
const POM = {
  'pom.xml': '<project><artifactId>depot</artifactId></project>',
  'src/main/java/Depot.java': 'class Depot { public static void main(String[] a) {} }',
}

describe('compiling on this host', () => {
  it('builds the package of a Go service into bin/', async () => {
    program('go', `mkdir -p bin && echo x > bin/depot && echo "flags $GOFLAGS" >> ${bin}/calls`)
    expect(await run('go', GO, ['go', 'run', './cmd/depot'])).toEqual(['bin/depot built by go'])
    expect(calls()).toEqual([`go build -o ${tree}/bin/depot ./cmd/depot`, 'flags -trimpath -buildvcs=false'])
    expect(existsSync(join(tree, 'bin/depot'))).toBe(true)
  })

  it('collects what Maven made, libraries beside it', async () => {
    program(
      'mvn',
      'test "$1" = --version || { mkdir -p target/lib && echo j > target/depot-1.jar && echo s > target/depot-1-sources.jar && echo l > target/lib/tide.jar; }',
    )
    await run('java', POM)
    expect(readFileSync(join(tree, 'app.jar'), 'utf8')).toBe('j\n')
    expect(existsSync(join(tree, 'lib/tide.jar'))).toBe(true)
    expect(existsSync(join(tree, 'out'))).toBe(false)
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['csharp', 'dotnet', { 'Depot.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"/>' }, 'dotnet-sdk'],
    [
      'java',
      'gradle',
      { 'build.gradle': '', 'Depot.java': 'class Depot { static void main(String[] a) {} }' },
      'install gradle',
    ],
    ['ruby', 'bundle', { Gemfile: 'gem "puma"' }, 'ruby-bundler'],
    ['php', 'composer', { 'composer.json': '{}' }, 'install composer'],
  ])('%s without %s says so, and what to install', async (language, tool, files, hint) => {
    const error = await run(language, files).catch((caught: unknown) => caught)
    if (!isTradeError(error)) throw error
    expect([error.code, error.message]).toEqual(['TOOL_MISSING', `${tool}: not found while building depot`])
    expect(error.hints[0]).toContain(hint)
    expect(error.exit).toBe(4)
  })

  it('tells what the compiler said', async () => {
    program('go', 'echo "main.go:3: error: undefined: tide" >&2; exit 1')
    const error = await run('go', GO, ['go', 'run', './cmd/depot']).catch((caught: unknown) => caught)
    expect(isTradeError(error) && error.message).toBe(
      'go: ended with 1 while building depot: main.go:3: error: undefined: tide',
    )
  })

  it('has nothing to do for what is interpreted', async () => {
    expect(await run('python', { 'main.py': '' })).toEqual([])
  })
})
