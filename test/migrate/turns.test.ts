import { describe, expect, it } from 'vitest'
import { createTurns, MEASURING, PLACE, WORKING } from '../../src/migrate/turns.ts'

const none = new AbortController().signal

describe('turns', () => {
  it('who measures waits until nobody works, and those who come later wait behind', async () => {
    const turns = createTurns()
    const said: string[] = []
    const leave = await turns.take(WORKING, none)
    const measured = turns.take(MEASURING, none).then((away) => {
      said.push('measured')
      away()
    })
    const later = turns.take(WORKING, none).then(() => said.push('worked'))
    await Promise.resolve()
    expect(said).toEqual([])
    leave()
    await Promise.all([measured, later])
    expect(said).toEqual(['measured', 'worked'])
  })

  it('a turn given back twice lets nobody in twice', async () => {
    const turns = createTurns()
    const leave = await turns.take(PLACE, none)
    leave()
    leave()
    const inside: number[] = []
    void turns.take(PLACE, none).then(() => inside.push(1))
    void turns.take(PLACE, none).then(() => inside.push(2))
    await new Promise((resolve) => setImmediate(resolve))
    expect(inside).toEqual([1])
  })

  it('who stops waiting is forgotten, and those behind go on', async () => {
    const turns = createTurns()
    const controller = new AbortController()
    await turns.take(WORKING, none)
    const measuring = turns.take(MEASURING, controller.signal)
    const working = turns.take(WORKING, none)
    controller.abort(new Error('stopped'))
    await expect(measuring).rejects.toThrow('stopped')
    await expect(working).resolves.toBeTypeOf('function')
    await expect(turns.take(WORKING, controller.signal)).rejects.toThrow('stopped')
  })
})
