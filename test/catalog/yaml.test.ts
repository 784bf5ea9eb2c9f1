// A definition that would fill the memory or the stack is a definition with a mistake, named like any other.
import { expect, it } from 'vitest'
import { parseYaml } from '../../src/catalog/yaml.ts'
import { parsePairs } from '../../src/migrate/answers.ts'

const bomb = [
  'a0: &a0 x',
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
].join('\n')

it.each([
  ['an alias bomb', bomb, /aliases that expand without end/],
  ['an alias of nothing', 'a: *nobody', /or that name nothing/],
  ['brackets without end', '['.repeat(50_000), /nested deeper|Flow sequence/],
])('%s is refused with the name of the file', (_, text, reason) => {
  expect(() => parseYaml(text, 'services/depot/service.yaml')).toThrow(
    expect.objectContaining({ code: 'DEFINITION_INVALID', message: expect.stringMatching(reason) }),
  )
  expect(() => parseYaml(text, 'services/depot/service.yaml')).toThrow(/^services\/depot\/service\.yaml:\d+:\d+: /)
  expect(() => parsePairs(text, 'answers.yaml')).toThrow(expect.objectContaining({ code: 'ANSWERS_INVALID' }))
})
