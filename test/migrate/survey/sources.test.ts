import { expect, test } from 'vitest'
import { hasLongLine, LONGEST_LINE, openSources } from '../../../src/migrate/survey/sources.ts'
import { memoryFiles } from '../../support/rewrite.ts'
import { lines } from './systems.ts'

const LONG = 'a.'.repeat(700_000)

test.each([
  ['x'.repeat(LONGEST_LINE), false],
  ['x'.repeat(LONGEST_LINE + 1), true],
  [`${'x'.repeat(LONGEST_LINE)}\n`.repeat(3), false],
  [`a\n${'x'.repeat(LONGEST_LINE + 1)}\nb`, true],
  ['', false],
])('a long line is seen wherever it is (%#)', (text, expected) => expect(hasLongLine(text)).toBe(expected))

test('a line nobody can have written is not read as code, as a launcher or as a setting', async () => {
  const files = {
    'depot/server.js': 'app.listen(6107)',
    'depot/bundle.js': `app.listen(6999)\n${LONG}`,
    'depot/start.sh': `PORT=6998 node server.js\n${LONG}`,
    'depot/app.yaml': `port: 6997\nx: ${LONG}`,
  }
  expect(await lines(files)).toEqual(['depot | depot | javascript | 6107 r4'])
})

test('lines are counted from one; folders are known', () => {
  const sources = openSources(memoryFiles({ 'a/b/c.py': 'x\ny\n' }))
  expect([sources.line('a/b/c.py', 0), sources.line('a/b/c.py', 2)]).toEqual([1, 2])
  expect([sources.hasFolder('a/b'), sources.hasFolder('a'), sources.hasFolder('b'), sources.hasFile('a/b')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
