import { expect, it } from 'vitest'
import { caseTwins } from '../../../src/migrate/survey/case-twins.ts'

it.each<[string, string[], [string, string[], string][]]>([
  ['nothing alike', ['a/main.py', 'b/main.py', 'a/mains.py'], []],
  [
    'files',
    ['a/Main.py', 'a/main.py', 'b/main.py'],
    [
      ['a/Main.py', ['a/main.py'], 'a/Main.py'],
      ['a/main.py', ['a/Main.py'], 'a/main.py'],
    ],
  ],
  [
    'folders, told once',
    ['Lib/a.py', 'Lib/b.py', 'lib/a.py'],
    [
      ['Lib', ['lib'], 'Lib/a.py'],
      ['lib', ['Lib'], 'lib/a.py'],
    ],
  ],
  [
    'three of a name',
    ['A', 'a/x', 'b'],
    [
      ['A', ['a'], 'A'],
      ['a', ['A'], 'a/x'],
    ],
  ],
])('%s', (_name, paths, found) => {
  expect(caseTwins(paths).map(({ name, others, file }) => [name, others, file])).toEqual(found)
})
