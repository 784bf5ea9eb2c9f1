// Tests run from the host against published ports: they stay as they are.
import { isTestFile } from '../language.ts'
import type { Rule } from './rule.ts'

export const test: Rule = {
  id: 'test',
  role: 'test',
  fits: (subject) => {
    if (isTestFile(subject.file) || subject.site.context.test === true)
      return 'a test: it runs from the host against published ports'
    const name = subject.site.context.env ?? subject.site.context.path.at(-1) ?? ''
    return /^(TEST|E2E|SMOKE)_/.test(name) ? `${name} is for tests` : undefined
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
