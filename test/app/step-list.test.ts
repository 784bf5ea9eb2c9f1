// The live list: it must leave Ctrl-C to the command, and draw one service after the other.
import { expect, test } from 'vitest'
import { createStepList } from '../../src/app/step-list.ts'

test('the list takes no signal of its own, whichever way it ends', async () => {
  const before = process.listenerCount('SIGINT')
  const list = createStepList(process.stderr)
  for (const id of ['tide', 'crane']) {
    list.progress({ kind: 'started', id, title: id })
    expect(process.listenerCount('SIGINT')).toBe(before)
    list.progress({ kind: 'finished', id, status: 'done' })
  }
  await list.end()
  expect(process.listenerCount('SIGINT')).toBe(before)
})
