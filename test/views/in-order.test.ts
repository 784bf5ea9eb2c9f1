import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Progress } from '../../src/model/event.ts'
import { inOrder } from '../../src/views/in-order.ts'

const story = (id: string): Progress[] => [
  { kind: 'started', id, title: id },
  { kind: 'started', id: `${id}/copy`, parent: id, title: 'copied' },
  { kind: 'output', id: `${id}/copy`, text: '3 files' },
  { kind: 'finished', id: `${id}/copy`, status: 'done' },
  { kind: 'finished', id, status: 'done' },
]
const ids = ['berth', 'crane', 'tariff']

it('however they are mixed, each service is told whole and in its place', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }), (dice) => {
      const left = ids.map(story)
      const told: Progress[] = []
      const show = inOrder((event) => told.push(event))
      show({ kind: 'wave', ids })
      for (const die of [...dice, 0, 1, 2].flatMap((it) => [it, it, it, it, it])) {
        const event = left[die]!.shift()
        if (event) show(event)
      }
      show({ kind: 'wave', ids: [] })
      expect(told.filter(({ kind }) => kind !== 'wave')).toEqual(ids.flatMap(story))
    }),
  )
})

it('the first one speaks live, notes always, and one with nothing to say holds nobody back for good', () => {
  const told: string[] = []
  const show = inOrder((event) => told.push('id' in event ? event.id : event.kind))
  show({ kind: 'wave', ids })
  for (const event of story('crane')) show(event)
  show({ kind: 'note', text: 'n' })
  show({ kind: 'started', id: 'berth', title: 'berth' })
  expect(told).toEqual(['wave', 'note', 'berth'])
  const silent: string[] = []
  const other = inOrder((event) => silent.push('id' in event ? event.id : event.kind))
  other({ kind: 'wave', ids })
  for (const event of story('crane')) other(event)
  other({ kind: 'wave', ids: [] })
  expect(silent.filter((id) => id === 'crane')).toHaveLength(2)
  expect(silent.at(-1)).toBe('wave')
})
