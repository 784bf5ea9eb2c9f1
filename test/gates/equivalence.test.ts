import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOf, type Normaliser, proposeNormalisers } from '../../src/gates/equivalence.ts'
import type { Json } from '../../src/model/gate.ts'

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
const recorded = (body: Json, normalise: Normaliser[] = []) => ({
  request: { method: 'GET', path: '/' },
  reply: { status: 200, body, ms: 1 },
  normalise,
})
const reply = (body: Json, status = 200) => ({ status, body, ms: 1 })

describe('differenceOf', () => {
  it.each<[string, Json, Json, Normaliser[], string | undefined]>([
    ['equal', { a: [1, { b: null }] }, { a: [1, { b: null }] }, [], undefined],
    ['order of keys says nothing', { a: 1, b: 2 }, { b: 2, a: 1 }, [], undefined],
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, [], 'a.b'],
    ['a type', { a: 1 }, { a: '1' }, [], 'a'],
    ['a key too many', { a: 1 }, { a: 1, b: 2 }, [], 'b'],
    ['a key too few', { a: 1 }, {}, [], 'a'],
    ['an element', [1, 2], [1, 3], [], '*'],
    ['a length', { l: [1] }, { l: [1, 1] }, [], 'l'],
    ['a time', { at: '2020-01-01T00:00:00Z' }, { at: '2026-11-25T01:02:03.4Z' }, [{ at: 'at', as: 'time' }], undefined],
    ['a time that is none any more', { at: 1_700_000_000 }, { at: 'soon' }, [{ at: 'at', as: 'time' }], 'at'],
    ['an id in a list', { l: [{ id: 'a1' }] }, { l: [{ id: 'b2' }] }, [{ at: 'l.*.id', as: 'id' }], undefined],
    ['an order', { l: [3, 1] }, { l: [1, 3] }, [{ at: 'l', as: 'unordered' }], undefined],
    ['an order with another element', { l: [3, 1] }, { l: [1, 4] }, [{ at: 'l', as: 'unordered' }], 'l.*'],
    ['anything', { x: 1 }, { x: { y: 2 } }, [{ at: 'x', as: 'any' }], undefined],
  ])('%s', (_name, before, after, normalise, at) => {
    expect(differenceOf(recorded(before, normalise), reply(after))?.at).toBe(at)
  })

  it('another status comes first', () => {
    expect(differenceOf(recorded(1), reply(2, 500))).toEqual({ at: 'status', expected: '200', found: '500' })
  })

  it('a reply is equivalent to itself', () => {
    fc.assert(fc.property(json, (body) => differenceOf(recorded(body), reply(structuredClone(body))) === undefined))
  })
})

describe('proposeNormalisers', () => {
  it('names what differs between two replies, and how', () => {
    const first = { at: 1_700_000_000_000, id: 'b-17', list: ['x', 'y'], load: 0.5, name: 'quay' }
    const second = { at: 1_700_000_001_000, id: 'b-18', list: ['y', 'x'], load: 0.7, name: 'quay' }
    expect(proposeNormalisers(first, second)).toEqual([
      { at: 'at', as: 'time' },
      { at: 'id', as: 'id' },
      { at: 'list', as: 'unordered' },
      { at: 'load', as: 'any' },
    ])
  })

  it('with them, either reply stands for the other', () => {
    fc.assert(
      fc.property(json, json, (first, second) => {
        const normalise = proposeNormalisers(first, second)
        expect(differenceOf(recorded(first, normalise), reply(second))).toBeUndefined()
      }),
    )
  })
})
