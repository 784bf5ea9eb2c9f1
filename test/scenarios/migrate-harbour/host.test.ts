// The second fixture is a real system: its own start script brings it up on this host, and a ship gets a berth and a pilot.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../support/catalog.ts'
import { eventually } from '../../support/eventually.ts'
import { startNats } from '../../support/nats.ts'
import { startValkey } from '../../support/valkey.ts'

const SOURCE = join(ROOT, 'test/fixtures/harbour/tree')
const BOARD = 'http://127.0.0.1:6120'
const run = mkdtempSync(join(tmpdir(), 'harbour-'))
const nats = await startNats()
const valkey = await startValkey()

afterAll(async () => {
  for (const name of existsSync(run) ? readdirSync(run).filter((file) => file.endsWith('.pid')) : []) {
    try {
      process.kill(Number(readFileSync(join(run, name), 'utf8')), 'SIGTERM')
    } catch {
      // It has ended by itself; the test has said so already.
    }
  }
  await Promise.all([nats.stop(), valkey.stop()])
  rmSync(run, { recursive: true, force: true })
})

beforeAll(() => {
  const env = {
    ...process.env,
    RUN_DIR: run,
    NATS_URL: nats.url,
    REDIS_URL: `redis://127.0.0.1:${valkey.port}`,
    // The Node that runs the tests is the one the board needs.
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  }
  const started = spawnSync('sh', [join(SOURCE, 'start.sh')], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  expect([started.status, String(started.stderr)]).toEqual([0, ''])
}, 300_000)

async function board<T>(path: string): Promise<T> {
  const reply = await fetch(`${BOARD}${path}`)
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as T
}

describe('the harbour office on one host', () => {
  it('gives a ship a berth when it arrives, over four services and two stores', async () => {
    const arrival = await eventually(() =>
      board<{ ship: string; berth: number; tide: { meters: number } }>('/api/arrive?ship=Kestrel'),
    )
    expect(arrival).toMatchObject({ ship: 'Kestrel', berth: expect.any(Number) })
    expect(arrival.tide.meters).toBeGreaterThan(1)
  })

  it('sends a pilot', async () => {
    const isSent = eventually(async () => {
      await board('/api/arrive?ship=Avocet')
      const { ships } = await board<{ ships: { ship: string }[] }>('/api/pilots')
      return ships.some(({ ship }) => ship === 'Avocet')
    })
    expect(await isSent).toBe(true)
  })

  it('and customs, which cannot run here, are closed', async () => {
    expect(await board('/api/cleared?ship=Kestrel')).toEqual({ cleared: false, office: 'closed' })
  })
})
