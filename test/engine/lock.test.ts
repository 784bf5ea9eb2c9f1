import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  acquireLock,
  type LockAddress,
  type LockHolder,
  lockAddress,
  lockHolder,
  patience,
} from '../../src/engine/lock.ts'
import { eventually, realClock } from '../support/runtime.ts'

const LOCK_MODULE = fileURLToPath(new URL('../../src/engine/lock.ts', import.meta.url))
const CLOCK_MODULE = fileURLToPath(new URL('../../src/kit/clock.ts', import.meta.url))

const holder = (who: string): LockHolder => ({
  who,
  pid: process.pid,
  host: 'here',
  command: `${who} up`,
  run: 'r1',
  since: '2026-01-01T00:00:00Z',
})

describe.each(['kernel', 'file'] as const)('lock held in the %s', (kind) => {
  let folder: string
  let subject: string
  let address: LockAddress
  let others: ChildProcess[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 't26-lock-'))
    subject = `platform:${folder}`
    address = kind === 'file' ? { kind, path: join(folder, 'lock.sock') } : lockAddress(subject)
    others = []
  })
  afterEach(() => {
    for (const other of others) other.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const take = (who: string, patienceMs = 0, onWait?: (found: LockHolder | undefined) => void) =>
    acquireLock({
      subject,
      address,
      holder: holder(who),
      clock: realClock,
      patienceMs: () => patienceMs,
      ...(onWait ? { onWait } : {}),
    })

  /** Another process that takes the lock and keeps it. */
  async function takeElsewhere(): Promise<ChildProcess> {
    const script = `
      const { acquireLock } = await import(${JSON.stringify(LOCK_MODULE)})
      const { createClock } = await import(${JSON.stringify(CLOCK_MODULE)})
      await acquireLock({ subject: ${JSON.stringify(subject)}, address: ${JSON.stringify(address)}, clock: createClock(Date.now),
        holder: { ...${JSON.stringify(holder('bob'))}, pid: process.pid }, patienceMs: () => 0 })
      console.log('held')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    others.push(child)
    await once(child.stdout!, 'data')
    return child
  }

  it('lets one of two operators through and names it to the other', async () => {
    const lock = await take('alice')
    await expect(take('bob')).rejects.toMatchObject({
      code: 'LOCKED',
      exit: 75,
      facts: { holder: { who: 'alice', pid: process.pid } },
    })
    await expect(take('bob')).rejects.toThrow(/locked by alice, pid \d+ on here, running "alice up" since 2026/)
    expect((await lockHolder(subject, address))?.who).toBe('alice')
    await lock.release()
    await (await take('bob')).release()
    expect(await lockHolder(subject, address)).toBeUndefined()
  })

  it('waits for a holder it was told to be patient with', async () => {
    const lock = await take('alice')
    const waitedFor: (string | undefined)[] = []
    const second = take('bob', 10_000, (found) => waitedFor.push(found?.who))
    await eventually(
      () => waitedFor.length,
      (count) => count === 1,
    )
    await lock.release()
    await (await second).release()
    expect(waitedFor).toEqual(['alice'])
  })

  it('lets exactly one of many racers in at a time', async () => {
    let inside = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const lock = await take(`racer ${index}`, 30_000)
        inside += 1
        most = Math.max(most, inside)
        await realClock.sleep(3)
        inside -= 1
        await lock.release()
      }),
    )
    expect(most).toBe(1)
  })

  it('is free at once when its holder is killed', async () => {
    const other = await takeElsewhere()
    await expect(take('alice')).rejects.toMatchObject({ facts: { holder: { who: 'bob', pid: other.pid } } })
    other.kill('SIGKILL')
    await once(other, 'exit')
    await (await take('alice')).release()
  })

  it('says so when the holder does not answer', async () => {
    const other = await takeElsewhere()
    other.kill('SIGSTOP')
    await expect(take('alice')).rejects.toThrow('does not answer')
  })
})

it('lets one in when many find the same dead socket file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 't26-lock-'))
  const path = join(folder, 'lock.sock')
  try {
    for (let round = 0; round < 5; round++) {
      const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
      await once(spawn(process.execPath, ['-e', script], { stdio: 'ignore' }), 'exit')
      const racers = Array.from({ length: 8 }, (_, index) =>
        acquireLock({
          subject: 'platform:x',
          address: { kind: 'file', path },
          holder: holder(`${index}`),
          clock: realClock,
          patienceMs: () => 0,
        }),
      )
      const locks = (await Promise.allSettled(racers)).flatMap((racer) =>
        racer.status === 'fulfilled' ? [racer.value] : [],
      )
      expect(locks).toHaveLength(1)
      await locks[0]!.release()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('knows that it has lost when another racer takes its fresh socket file away', async () => {
  const folder = mkdtempSync(join(tmpdir(), 't26-lock-'))
  const path = join(folder, 'lock.sock')
  const rival = createServer((socket) => socket.end(JSON.stringify(holder('rival'))))
  // While we wait for the file to settle, the rival does what a racer that saw the dead file does: remove it, make its own.
  const sleep = async (ms: number): Promise<void> => {
    if (!rival.listening) {
      rmSync(path)
      await once(rival.listen(path), 'listening')
    }
    await realClock.sleep(ms)
  }
  try {
    const racer = acquireLock({
      subject: 'platform:x',
      address: { kind: 'file', path },
      holder: holder('us'),
      clock: { ...realClock, sleep },
      patienceMs: () => 0,
    })
    await expect(racer).rejects.toMatchObject({ code: 'LOCKED', facts: { holder: { who: 'rival' } } })
  } finally {
    rival.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

it('is patient with the supervisor only', () => {
  expect(patience({ ...holder('x'), command: 'trade2026 supervise' })).toBeGreaterThan(0)
  expect(patience(holder('x'))).toBe(0)
  expect(patience(undefined)).toBe(0)
})
