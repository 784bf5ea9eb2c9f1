// The stack comes up, stays as it is, and goes without a trace.
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { scenarioPlatform } from '../../support/cli-platform.ts'
import { eventually } from '../../support/eventually.ts'

const NEEDED = ['nats', 'valkey', 'questdb', 'gateway', 'normalizer', 'sink-ticks', 'risk', 'oms']
/** Keys of `ps --json` that scripts rely on. */
const PROMISED = {
  id: expect.any(String),
  kind: expect.stringMatching(/^(app|infra)$/),
  state: expect.any(String),
  health: expect.any(String),
  restarts: expect.any(Number),
  uptimeSeconds: expect.any(Number),
  ports: expect.any(Object),
}
const platform = await scenarioPlatform({ weed: true })
const { ps } = platform
/** Who runs, and how often it was started. */
const pids = async () => [...(await ps()).values()].map(({ id, pid, restarts }) => [id, pid, restarts])
const journal = () => platform.digest('.trade2026')['journal.jsonl']

describe('the stack', () => {
  it('refuses to start on a taken port, names its owner, and has started nothing', async () => {
    const squatter = createServer().listen(platform.port(8099), '127.0.0.1')
    const result = await platform.run(['up'])
    squatter.close()
    expect(result).toMatchObject({ code: 4 })
    expect(result.stderr).toContain(String(platform.port(8099)))
    expect(result.stderr).toContain(String(process.pid))
    expect(platform.processes()).toEqual([])
  })

  it('plans first: exit 10 while there is something to do', async () => {
    const plan = await platform.json<{ ops: { cause: string }[] }>(['plan'], 10)
    expect(plan.ops.length).toBeGreaterThan(10)
    expect(plan.ops.every(({ cause }) => cause !== '')).toBe(true)
  })

  it('is brought up by one of two operators; the other exits 75 and is told who is at work', async () => {
    const both = await Promise.all([platform.run(['up']), platform.run(['up'])])
    expect(both.map(({ code }) => code).sort(), both.map(({ stderr }) => stderr).join()).toEqual([0, 75])
    expect(both.find(({ code }) => code === 75)!.stderr).toMatch(/locked by .*, pid \d+ on .*, running "trade2026 up"/)
  })

  it('is healthy: infrastructure and five services, each started once', async () => {
    const services = await ps()
    expect(NEEDED.map((id) => [id, services.get(id)?.health])).toEqual(NEEDED.map((id) => [id, 'healthy']))
    expect(services.get('oms')).toMatchObject({
      kind: 'app',
      state: 'running',
      restarts: 0,
      ports: { http: platform.port(8099) },
      pid: expect.any(Number),
    })
    for (const service of services.values()) expect(service, service.id).toMatchObject(PROMISED)
    const running = [...services.values()].filter(({ pid }) => pid !== undefined)
    expect(
      platform
        .processes()
        .filter(({ service }) => service !== 'supervisor')
        .map(({ service }) => service)
        .sort(),
    ).toEqual(running.map(({ id }) => id).sort())
    expect(services.get('exeq')).toMatchObject({ state: 'absent', reason: 'no implementation yet' })
  })

  it('a second up changes nothing: same processes, same journal, an empty plan', async () => {
    const before = { pids: await pids(), journal: journal() }
    expect((await platform.run(['up'])).code).toBe(0)
    expect(await platform.json(['plan'], 0)).toMatchObject({ ops: [] })
    expect({ pids: await pids(), journal: journal() }).toEqual(before)
  })

  it('restarts one service and leaves the others alone', async () => {
    const before = await ps()
    expect((await platform.run(['restart', 'risk'])).code).toBe(0)
    const after = await ps()
    const changed = [...after.keys()].filter((id) => before.get(id)?.pid !== after.get(id)?.pid)
    expect(changed).toEqual(['risk'])
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

  it('goes on without its supervisor, and the next up brings one back', async () => {
    const before = await pids()
    const [supervisor] = platform.processes().filter(({ service }) => service === 'supervisor')
    process.kill(supervisor!.pid, 'SIGKILL')
    await eventually(() => platform.left().locks.length === 0)
    expect((await platform.run(['up'])).code).toBe(0)
    await eventually(() => platform.left().locks.length === 1)
    expect(await pids()).toEqual(before)
  })

  it('goes down and leaves no process, no port and no lock', async () => {
    expect(platform.left()).toMatchObject({
      ports: expect.arrayContaining([platform.port(8099)]),
      locks: [expect.any(String)],
    })
    expect((await platform.run(['down'])).code).toBe(0)
    expect(platform.processes()).toEqual([])
    expect(platform.left()).toEqual({ ports: [], locks: [] })
    expect([...(await ps()).values()].filter(({ state }) => state !== 'absent' && state !== 'embedded')).toEqual([])
    expect(await platform.json(['down'])).toEqual({ stopped: [] })
  })
})
