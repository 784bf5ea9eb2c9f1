import { expect, test } from 'vitest'
import { discover } from '../../../src/migrate/survey/discover.ts'
import { entryOf } from '../../../src/migrate/survey/entries.ts'
import { subtree } from '../../../src/migrate/survey/tree.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const found = async (files: Record<string, string>) =>
  (await discover({ files: memoryFiles(files), registry: inventedRegistry(), grammars })).services.map(
    ({ id, path }) => `${id} ${path}`,
  )
const MAIN = 'if __name__ == "__main__":\n    app.run(port=1234)\n'

test('one manifest may start many programs', async () => {
  expect(await found({ 'requirements.txt': 'flask', 'a/main.py': MAIN, 'b/main.py': MAIN })).toEqual(['a a', 'b b'])
})

test('a manifest with one program in a subfolder is one service', async () => {
  expect(
    await found({ 'a/package.json': '{}', 'a/src/index.js': 's.listen(1)', 'a/src/other.js': 's.listen(2)' }),
  ).toEqual(['a a'])
})

test('src folders belong to what holds them', async () => {
  expect(
    await found({
      'package.json': '{}',
      'services/x_y/src/main.ts': 'runService({})',
      'services/z/src/main.ts': 'runService({})',
    }),
  ).toEqual(['x-y services/x_y', 'z services/z'])
})

test('a manifest without anything that runs is no service', async () => {
  expect(await found({ 'lib/setup.py': 'setup()', 'lib/x.py': 'def f(): pass' })).toEqual([])
})

test('two folders of one name stay two services', async () => {
  expect(await found({ 'a/api/main.py': MAIN, 'b/api/main.py': MAIN })).toEqual(['api a/api', 'b-api b/api'])
})

test.each([
  ['tests/main.py', MAIN],
  ['scripts/run.py', MAIN],
  ['healthcheck.py', MAIN],
  ['once.py', 'if __name__ == "__main__":\n    print(1)\n'],
  ['x.go', 'package x'],
])('%s is no entry', (file, text) => expect(entryOf(file, text)).toBeUndefined())

test.each([
  ['w.py', 'if __name__ == "__main__":\n    while True: work()\n', 'python'],
  ['cmd/x.go', 'func main() {\n http.ListenAndServe(":1", nil)\n}', 'go'],
  ['App.java', '@SpringBootApplication class A { public static void main(String[] a) {} }', 'java'],
  ['P.cs', 'var b = WebApplication.CreateBuilder(args);', 'csharp'],
])('%s is an entry', (file, text, language) => expect(entryOf(file, text)).toMatchObject({ language }))

test('subtree cuts the prefix and leaves out nested services', () => {
  const files = subtree(memoryFiles({ 'a/x.py': '1', 'a/b/y.py': '2', 'ab/z.py': '3' }), 'a', ['a/b'])
  expect(files.list().map((one) => one.path)).toEqual(['x.py'])
  expect(new TextDecoder().decode(files.read('x.py'))).toBe('1')
})
