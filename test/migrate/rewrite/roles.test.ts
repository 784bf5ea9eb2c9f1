// Every rule's examples.
import { describe, test } from 'vitest'
import { RULES } from '../../../src/migrate/rewrite/roles/index.ts'
import { checkExample, titled } from '../../support/examples.ts'

for (const rule of RULES) {
  describe(`role ${rule.role}`, () => {
    test.each(rule.examples.map(titled))('%s', (_title, example) => checkExample(example))
  })
}
