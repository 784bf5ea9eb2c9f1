// Tests run from the host against published ports: they stay as they are.
import { isTestFile } from '../language.ts'
import { namesOf, type Subject } from '../subject.ts'
import type { Rule } from './rule.ts'

export const test: Rule = {
  id: 'test',
  role: 'test',
  fits: (subject) => {
    if (isTestFile(subject.file) || subject.site.context.test === true)
      return 'a test: it runs from the host against published ports'
    const name = subject.site.context.env ?? subject.site.context.path.at(-1) ?? ''
    if (/^(TEST|E2E|SMOKE)_/.test(name)) return `${name} is for tests`
    return isRecipe(subject) ? 'a recipe of the developer’s machine: it asks published ports' : undefined
  },
  examples: [
    { file: 'tests/rates.py', source: 'BASE = "http://localhost:6105"', expect: [['localhost:6105', 'test', 'keep']] },
    { file: 'test_rates.py', source: 'u = "http://127.0.0.1:6105"', expect: [['127.0.0.1:6105', 'test', 'keep']] },
    {
      file: 'src/rates.test.ts',
      source: 'fetch("http://localhost:6105")',
      expect: [['localhost:6105', 'test', 'keep']],
    },
    {
      file: '__tests__/a.js',
      source: 'const p = "C:\\\\crane\\\\q.db"',
      expect: [['C:\\\\crane\\\\q.db', 'test', 'keep']],
    },
    {
      file: 'tests/config.yaml',
      source: 'tariff: http://localhost:6105\n',
      expect: [['localhost:6105', 'test', 'keep']],
    },
    { file: 'tests/data.json', source: '{"u": "http://localhost:6105"}', expect: [['localhost:6105', 'test', 'keep']] },
    { file: 'tests/.env', source: 'U=http://localhost:6105\n', expect: [['localhost:6105', 'test', 'keep']] },
  ],
}

/** A script of package.json for people; one that starts a service is that service's launch line. */
function isRecipe(subject: Subject): boolean {
  const { file, home, service } = subject
  if (home !== service.id) return false
  const names = namesOf(subject)
  const script = names[names.indexOf('scripts') + 1] ?? ''
  return /(^|\/)package\.json$/.test(file) && /^(pre|post)?(test|smoke|e2e|open|browse|load|bench|seed)\b/.test(script)
}
