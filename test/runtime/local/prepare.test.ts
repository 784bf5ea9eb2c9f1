import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { planBuild } from '../../../src/migrate/steps/build/plan.ts'
import type { BuildPlan } from '../../../src/model/build.ts'
import { isTradeError } from '../../../src/model/errors.ts'
import { discardTree, preparedTree, prepareTree, type TreeRequest } from '../../../src/runtime/local/prepare.ts'
import { bundledCatalog } from '../../support/catalog.ts'

const root = mkdtempSync(join(tmpdir(), 'prepare-'))
const service = bundledCatalog().services.get('pnl')!
afterAll(() => rmSync(root, { recursive: true, force: true }))

let state: string
let bin: string
beforeEach(() => {
  state = mkdtempSync(join(root, 'state-'))
  bin = join(state, 'bin')
  mkdirSync(bin)
})

/** A stand-in for pip or npm that counts its calls and does what is told; the real ones belong to the scenario tests. */
function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\necho "$@" >> ${state}/calls\n${script}\n`, { mode: 0o755 })
}
/** Installations; the question which Python it is changes nothing and is not counted. */
function calls(): string[] {
  const all = existsSync(join(state, 'calls')) ? readFileSync(join(state, 'calls'), 'utf8').trim().split('\n') : []
  return all.filter((call) => call !== '-VV')
}
function prepare(
  files: Record<string, string>,
  changes: Partial<TreeRequest> = {},
  path = `${bin}${delimiter}/bin${delimiter}/usr/bin`,
) {
  const language = changes.language ?? 'python'
  const facts = {
    language,
    command: [],
    paths: new Set(Object.keys(files)),
    text: (name: string) => files[name],
    name: 'pnl',
  }
  const request: TreeRequest = {
    service,
    language,
    plan: planBuild(facts) as BuildPlan,
    files: Object.entries(files).map(([file, text]) => ({
      path: file,
      mode: file.endsWith('.sh') ? 0o755 : 0o644,
      bytes: Buffer.from(text),
    })),
    config: 'port: ${self.port.http}\n',
    ...changes,
  }
  const paths = { root, stack: join(root, 'stack'), state, tracker: join(root, 'T.md') }
  const context = {
    paths,
    toolRoot: root,
    env: { PATH: path },
    node: process.execPath,
    signal: new AbortController().signal,
  }
  return prepareTree(request, context)
}
const prepared = () => preparedTree({ root, stack: '', state, tracker: '' }, 'pnl')

describe('a prepared tree', () => {
  it('holds the files with their modes, the template and the packages of requirements.txt', async () => {
    program('python3', 'exit 0')
    await prepare({ 'main.py': 'x', 'run.sh': 'y', 'requirements.txt': 'redis==8.1.0\n' })
    expect(readFileSync(join(state, 'local/pnl/main.py'), 'utf8')).toBe('x')
    expect(statSync(join(state, 'local/pnl/run.sh')).mode & 0o777).toBe(0o755)
    expect(prepared()).toMatchObject({ template: 'port: ${self.port.http}\n', env: { PYTHONDONTWRITEBYTECODE: '1' } })
    expect(prepared()?.env.PYTHONPATH).toContain(join(state, 'dependencies'))
    expect(calls()[0]).toContain('--target')
  })

  it('is made once for the same content, and packages once for the same requirements', async () => {
    program('python3', 'exit 0')
    const files = { 'main.py': 'x', 'requirements.txt': 'redis==8.1.0\n' }
    const first = await prepare(files)
    expect((await prepare(files)).digest).toBe(first.digest)
    expect((await prepare({ ...files, 'main.py': 'other' })).digest).not.toBe(first.digest)
    expect((await prepare(files, { config: 'other' })).digest).not.toBe(first.digest)
    expect(calls()).toHaveLength(1)
    await prepare({ ...files, 'requirements.txt': 'redis==8.2.0\n' })
    expect(calls()).toHaveLength(2)
  })

  it('packages of one Python are not those of another', async () => {
    const files = { 'main.py': 'x', 'requirements.txt': 'redis==8.1.0\n' }
    program('python3', 'test "$1" = -VV && echo 3.11.2; exit 0')
    await prepare(files)
    program('python3', 'test "$1" = -VV && echo 3.11.7; exit 0')
    await prepare({ ...files, 'main.py': 'again' })
    expect(calls()).toHaveLength(2)
  })

  it.each([
    ['package-lock.json', 'ci'],
    ['other.json', 'install'],
  ])('of a Node service with %s uses npm %s', async (name, verb) => {
    program('npm', 'exit 0')
    await prepare({ 'server.js': 'x', 'package.json': '{}', [name]: '{}' }, { language: 'javascript' })
    expect(calls()[0]).toMatch(new RegExp(`^${verb} --omit=dev`))
    expect(existsSync(join(state, 'local/pnl/node_modules'))).toBe(true)
  })

  it('of a bundled service uses the packages of this tool', async () => {
    await prepare({ 'package.json': '{"imports":{"#kit/*":"./kit/*.ts"}}' }, { language: 'typescript' })
    expect(readlinkSync(join(state, 'local/pnl/node_modules'))).toBe(join(root, 'node_modules'))
  })

  it('does not appear when its packages cannot be installed, and the next attempt tries again', async () => {
    program('python3', 'echo "no such package" >&2; exit 1')
    const files = { 'main.py': 'x', 'requirements.txt': 'nosuch==1\n' }
    const error = await prepare(files).catch((caught: unknown) => caught)
    expect(isTradeError(error) && [error.code, error.facts.lastLines]).toEqual([
      'TOOLCHAIN_FAILED',
      ['no such package'],
    ])
    expect(prepared()).toBeUndefined()
    program('python3', 'exit 0')
    await prepare(files)
    expect(prepared()).toBeDefined()
  })

  it('names the program that is missing', async () => {
    const error = await prepare({ 'requirements.txt': 'redis\n' }, {}, bin).catch((caught: unknown) => caught)
    expect(isTradeError(error) && error.code).toBe('TOOL_MISSING')
  })

  it('is gone when it is discarded, and discarding nothing is nothing', async () => {
    program('python3', 'exit 0')
    await prepare({ 'main.py': 'x' })
    for (const _round of [1, 2]) discardTree({ root, stack: '', state, tracker: '' }, 'pnl')
    expect(prepared()).toBeUndefined()
    expect(existsSync(join(state, 'local/pnl'))).toBe(false)
  })
})
