// The launcher: a command ends when its work ends, dies when its launcher is killed, and turns errors into exit codes.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ROOT } from '../support/catalog.ts'

const RUN = join(ROOT, 'bin/run.js')
const home = mkdtempSync(join(tmpdir(), 'trade2026-launcher-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** As the launcher on an older Node starts it: with the mark and a channel that carries no messages. */
function launched(args: string[]) {
  const env = { ...process.env, TRADE2026_LAUNCHED: '1', XDG_STATE_HOME: home }
  return spawn(process.execPath, [RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env, cwd: home })
}

async function exitOf(args: string[]): Promise<{ code: number | null; stderr: string; stdout: string }> {
  const child = spawn(process.execPath, [RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: home })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stderr, stdout }
}

describe('under the launcher', () => {
  it.each([['ps', '--json'], ['gate', 'never'], ['nonsense']])('%s ends by itself', async (...args) => {
    const child = launched(args)
    child.stdout?.resume()
    child.stderr?.resume()
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    expect(signal).toBeNull()
  })

  it('a command whose launcher is gone is gone too', async () => {
    const child = launched(['dashboard', '--demo', '--once'])
    const exited = once(child, 'exit')
    child.stdout?.resume()
    child.disconnect()
    const [, signal] = (await exited) as [number | null, string | null]
    expect(signal).toBe('SIGKILL')
  })
})

describe('exit codes', () => {
  it.each([
    [['--version'], 0],
    [['gate', '--list'], 0],
    [['nonsense'], 2],
    [['gate', 'never'], 2],
    [['gate'], 2],
    [['up', 'never'], 2],
    [['ps', '--no-such-flag'], 2],
    [['ps', '--platform', '/nowhere'], 2],
    [['migrate'], 2],
    [['survey', '--source', '/nowhere'], 2],
    [['down', '--volumes'], 2],
    [['up', '--runtime', 'docker'], 4],
  ] as const)('%j ends with %i', async (args, code) => {
    const result = await exitOf([...args])
    expect({ code: result.code, stderr: result.stderr }).toMatchObject({ code })
    // Whoever fails says what to do.
    if (code !== 0) expect(result.stderr).toMatch(/^✖ .+\[[A-Z_]+\]/m)
  })

  it('errors are one document on stdout with --json', async () => {
    const { stdout, code } = await exitOf(['gate', 'never', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'GATE_UNKNOWN', hints: expect.any(Array), facts: expect.any(Object) },
    })
  })
})
