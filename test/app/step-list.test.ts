// The live list: it must leave Ctrl-C to the command, and draw one list after the other.
import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { createStepList } from '../../src/app/step-list.ts'

afterEach(() => void vi.restoreAllMocks())

test('takes no signal of its own and ends one list before the next begins', async () => {
  const written: string[] = []
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0)
  const before = process.listenerCount('SIGINT')
  const counts: number[] = []
  const list = createStepList(process.stderr)
  for (const id of ['tide', 'crane']) {
    list.progress({ kind: 'wave', ids: [id] })
    list.progress({ kind: 'started', id, title: id })
    await setImmediate()
    counts.push(process.listenerCount('SIGINT'))
    // The next begins in the same turn as this one ends, as it does in a run.
    list.progress({ kind: 'finished', id, status: 'done' })
  }
  await list.end()
  const titles = written.join('').match(/\b(tide|crane)\b/g)
  vi.restoreAllMocks()
  expect(counts).toEqual([before, before])
  expect(titles).toEqual(['tide', 'tide', 'crane', 'crane'])
})
