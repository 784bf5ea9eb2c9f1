import { expect, test } from 'vitest'
import { checkAnswers } from '../../../src/migrate/rewrite/questions.ts'

const known = ['port:crane:conf.yaml:uplink', 'target:crane:a.py:rates']

test('known ids pass', () => expect(() => checkAnswers({ [known[0]!]: 'keep' }, known)).not.toThrow())

test('an unknown id names the nearest one', () => {
  expect(() => checkAnswers({ 'port:crane:conf.yaml:uplnk': 'keep' }, known)).toThrow(
    expect.objectContaining({ code: 'ANSWERS_INVALID', facts: expect.objectContaining({ nearest: known[0] }) }),
  )
})
