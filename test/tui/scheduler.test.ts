import { describe, expect, it } from 'vitest'
import { createScheduler } from '../../src/tui/scheduler.ts'
import { manualClock } from '../support/manual-clock.ts'

function start() {
  const clock = manualClock()
  const drawnAt: number[] = []
  const causes: string[] = []
  const data = { version: 0 }
  const began = clock.nowMs()
  const scheduler = createScheduler({
    clock: { now: clock.nowMs, every: clock.every, after: clock.after },
    version: () => data.version,
    draw: (cause) => {
      drawnAt.push(clock.nowMs() - began)
      causes.push(cause)
    },
  })
  return { clock, drawnAt, causes, data, scheduler }
}

describe('the scheduler', () => {
  it('draws data at most ten times a second, however fast it comes', async () => {
    const { clock, drawnAt, causes, data } = start()
    for (let ms = 0; ms < 1000; ms += 1) {
      data.version += 100
      await clock.advance(1)
    }
    expect(drawnAt).toHaveLength(10)
    expect(new Set(causes)).toEqual(new Set(['data']))
  })

  it('draws at most four times a second while nothing changes', async () => {
    const { clock, drawnAt, causes } = start()
    await clock.advance(3000)
    expect(causes.slice(1).every((cause) => cause === 'idle')).toBe(true)
    expect(drawnAt.length).toBeGreaterThanOrEqual(8)
    expect(drawnAt.length).toBeLessThanOrEqual(12)
  })

  it('answers a key at once', async () => {
    const { clock, drawnAt, scheduler } = start()
    await clock.advance(137)
    scheduler.input()
    expect(drawnAt.at(-1)).toBe(137)
  })

  it('stops', async () => {
    const { clock, drawnAt, scheduler } = start()
    scheduler.stop()
    await clock.advance(1000)
    expect(drawnAt).toEqual([])
  })
})
