// The stack comes up, stays as it is, and goes without a trace.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PsReport } from '../../../src/model/report.ts'
import { type CliPlatform, cliPlatform } from '../../support/cli-platform.ts'

const NEEDED = ['nats', 'valkey', 'questdb', 'gateway', 'normalizer', 'sink-ticks', 'risk', 'oms']
const OFFSET = 12_584
const OMS = `http://127.0.0.1:${8099 + OFFSET}`
let platform: CliPlatform

beforeAll(() => {
  platform = cliPlatform(OFFSET)
})
afterAll(() => platform.dispose(), 60_000)

const ps = async () => new Map((await platform.json<PsReport>(['ps'])).services.map((service) => [service.id, service]))
const pids = async () => [...(await ps()).values()].map(({ id, pid }) => [id, pid])

async function order(side: string): Promise<{ status: string }> {
  const body = JSON.stringify({ symbol: 'BTCUSDT', side, type: 'limit', quantity: 0.001, price: 45_000 })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${OMS}/orders`, { method: 'POST', headers, body })).json() as Promise<{ status: string }>
}

describe('the stack', () => {
  it('refuses to start on a taken port, names its owner, and has started nothing', async () => {
    const squatter = createServer().listen(8099 + OFFSET, '127.0.0.1')
    const result = await platform.run(['up'])
    squatter.close()
    expect(result).toMatchObject({ code: 4 })
    expect(result.stderr).toContain(String(8099 + OFFSET))
    expect(result.stderr).toContain(String(process.pid))
    expect(platform.processes()).toEqual([])
  })

  it('plans first: exit 10 while there is something to do', async () => {
    const plan = await platform.json<{ ops: { cause: string }[] }>(['plan'], 10)
    expect(plan.ops.length).toBeGreaterThan(10)
    expect(plan.ops.every(({ cause }) => cause !== '')).toBe(true)
  })

  it('comes up healthy, infrastructure and five services', async () => {
    expect(await platform.run(['up'])).toMatchObject({ code: 0 })
    const services = await ps()
    expect(NEEDED.map((id) => [id, services.get(id)?.health])).toEqual(NEEDED.map((id) => [id, 'healthy']))
    expect(services.get('oms')).toMatchObject({ kind: 'app', state: 'running', ports: { http: 8099 + OFFSET } })
    expect(services.get('exeq')).toMatchObject({ state: 'absent', reason: 'no implementation yet' })
  })

  it('a second up changes nothing: same processes, same journal, an empty plan', async () => {
    const look = async () => ({
      pids: await pids(),
      journal: readFileSync(join(platform.root, '.trade2026/journal.jsonl'), 'utf8'),
    })
    const before = await look()
    expect((await platform.run(['up'])).code).toBe(0)
    expect(await platform.json(['plan'], 0)).toMatchObject({ ops: [] })
    expect(await look()).toEqual(before)
  })

  it('restarts one service and leaves the others alone', async () => {
    const before = await ps()
    expect((await platform.run(['restart', 'risk'])).code).toBe(0)
    const after = await ps()
    expect([...after.keys()].filter((id) => before.get(id)?.pid !== after.get(id)?.pid)).toEqual(['risk'])
  })

  it('lets one operator work at a time; the loser exits 75 and is told who', async () => {
    const results = await Promise.all(['oms', 'risk', 'gateway'].map((id) => platform.run(['restart', id])))
    const losers = results.filter(({ code }) => code === 75)
    expect(results.filter(({ code }) => code === 0).length + losers.length).toBe(3)
    expect(losers.length).toBeGreaterThan(0)
    for (const { stderr } of losers) expect(stderr).toMatch(/pid \d+.*restart/s)
  })

  it('shows a snapshot without a terminal: three tickers, OMS latency, no escape byte, exit by health', async () => {
    for (let index = 0; index < 20; index++) await order(index % 2 ? 'SELL' : 'buy')
    const result = await platform.run(['dashboard', '--once'])
    expect(result.code).toBe(0)
    expect(result.stdout).not.toContain('\u001b')
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])
      expect(result.stdout).toMatch(new RegExp(`${symbol}\\s+[\\d,.]+`))
    expect(result.stdout).toMatch(/P50\s+\d+\.\d/)
  })

  it('fails closed without risk, and the snapshot says so', async () => {
    const risk = (await ps()).get('risk')!.pid!
    process.kill(risk, 'SIGSTOP')
    try {
      expect(await order('buy')).toMatchObject({ status: 'RISK_REJECTED' })
      expect((await platform.run(['dashboard', '--once'])).code).toBe(1)
    } finally {
      process.kill(risk, 'SIGCONT')
    }
  })

  it('is restarted by its supervisor when a service crashes', async () => {
    const before = (await ps()).get('gateway')!
    process.kill(before.pid!, 'SIGKILL')
    await expect
      .poll(async () => (await ps()).get('gateway')?.health, { timeout: 20_000, interval: 200 })
      .toBe('healthy')
    const after = (await ps()).get('gateway')!
    expect(after.pid).not.toBe(before.pid)
    expect(after.restarts).toBe(before.restarts + 1)
  })

  it('goes down and leaves no process, no port and no lock', async () => {
    expect((await platform.run(['down'])).code).toBe(0)
    expect(platform.processes()).toEqual([])
    const free = createServer()
    await new Promise<void>((resolve, reject) =>
      free.once('error', reject).listen(4222 + OFFSET, '127.0.0.1', () => resolve()),
    )
    free.close()
    expect([...(await ps()).values()].filter(({ state }) => state !== 'absent' && state !== 'embedded')).toEqual([])
    expect(await platform.json(['down'])).toEqual({ stopped: [] })
  })
})
