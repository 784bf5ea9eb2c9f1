import { expect, it } from 'vitest'
import { nearest } from '../../src/kit/nearest.ts'

it.each<[string, string[], string | undefined]>([
  ['gatway', ['oms', 'gateway', 'risk'], 'gateway'],
  ['depto', ['depot', 'crane'], 'depot'],
  ['target:crane:main.py:RATE', ['port:depot:conf.yaml:x', 'target:crane:main.py:RATES'], 'target:crane:main.py:RATES'],
  ['pnl2', ['sink-b', 'pnl-b', 'pnl-a'], 'pnl-a'],
  ['zebra', ['oms', 'risk'], undefined],
  ['x', ['x2', 'oms'], undefined],
  ['', ['oms'], undefined],
  ['oms', [], undefined],
])('%j among %j is like %j', (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected)
})
