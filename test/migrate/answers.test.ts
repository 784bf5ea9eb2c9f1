import { describe, expect, it } from 'vitest'
import { checkAnswers, evidenceOf, parsePairs, rememberedAnswers, renderAnswers } from '../../src/migrate/answers.ts'
import type { Question } from '../../src/model/endpoint.ts'

const question: Question = {
  id: 'target:crane:main.py:RATES',
  kind: 'target',
  service: 'crane',
  prompt: 'Which service listens at localhost:6105?',
  candidates: ['tariff:8080', 'rates:8080'],
  occurrences: [{ file: 'main.py', line: 3, text: 'localhost:6105' }],
}

describe('answers', () => {
  it.each<[string, string, RegExp]>([
    ['a list', '- a\n', /found a list/],
    ['a nested map', 'a: {b: c}\n', /a\.yaml: a: found a map or list/],
    ['broken YAML', 'a: [\n', /a\.yaml: /],
    ['a word', 'word\n', /found string/],
  ])('%s is refused', (_name, text, message) => {
    expect(() => parsePairs(text, 'a.yaml')).toThrow(message)
  })

  it('an id left empty is an answer not given', () => {
    expect(parsePairs('a: ""\nb:\nc: 7\n', 'a.yaml')).toEqual({ c: '7' })
  })

  it('the file handed out is the file read back', () => {
    const text = renderAnswers([question])
    expect(text).toContain('#   main.py:3  localhost:6105\n#   candidates: tariff:8080, rates:8080\n')
    expect(parsePairs(text, 'a.yaml')).toEqual({})
    expect(parsePairs(text.replace('""', 'rates:8080'), 'a.yaml')).toEqual({ [question.id]: 'rates:8080' })
  })

  it('to an unknown question names the nearest one', () => {
    expect(() => checkAnswers({ 'target:crane:main.py:RATE': 'x' }, [question], 'a.yaml')).toThrow(
      /nearest is target:crane:main.py:RATES/,
    )
    expect(() => checkAnswers({ [question.id]: 'x' }, [question], 'a.yaml')).not.toThrow()
  })

  it('for a service that is not looked at this time are left for later', () => {
    const later = { 'path:tariff:conf.yaml:spool': '/data' }
    expect(() => checkAnswers(later, [question], 'a.yaml', new Set(['tariff']))).not.toThrow()
    expect(() => checkAnswers(later, [question], 'a.yaml', new Set(['pilot']))).toThrow(/no such question/)
  })

  it('hold while their evidence holds; a moved line is the same evidence', () => {
    const state = {
      services: {},
      gates: {},
      openOps: [],
      lastSeq: 0,
      answers: { [question.id]: { value: 'v', evidence: evidenceOf(question) } },
    }
    const moved = { ...question, occurrences: [{ ...question.occurrences[0]!, line: 99 }] }
    const other = { ...question, occurrences: [{ ...question.occurrences[0]!, text: 'localhost:1' }] }
    expect(rememberedAnswers(state, [moved])).toEqual({ [question.id]: 'v' })
    expect(rememberedAnswers(state, [other])).toEqual({})
  })
})
