import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeLanguage, mask } from '../../../src/migrate/survey/mask.ts'

test.each([
  ['python', 'a = 1 # app.run(port=9)', 'a = 1                  ', 'a = 1                  '],
  ['python', 'x = "# no" # yes', 'x = "# no"      ', 'x = "    "      '],
  [
    'python',
    '"""doc\nport=1"""\nx = """kept"""',
    '      \n         \nx = """kept"""',
    '      \n         \nx = """    """',
  ],
  ['javascript', 'a("http://x") // b', 'a("http://x")     ', 'a("        ")     '],
  [
    'javascript',
    "s.replace(/['\"]/g, '') /* c */",
    "s.replace(/['\"]/g, '')        ",
    "s.replace(/['\"]/g, '')        ",
  ],
  ['javascript', 'f(`a${b("}")}c`) // d', 'f(`a${b("}")}c`)     ', 'f(`           `)     '],
  ['go', 'x := `a\\` // c', 'x := `a\\`     ', 'x := `  `     '],
  ['csharp', 'var p = @"C:\\x\\"; // c', 'var p = @"C:\\x\\";     ', 'var p = @"     ";     '],
  [
    'rust',
    'fn f<\'a>(x: &\'a str) { g("//") }',
    'fn f<\'a>(x: &\'a str) { g("//") }',
    'fn f<\'a>(x: &\'a str) { g("  ") }',
  ],
  ['java', "char c = '\"'; // x", "char c = '\"';     ", "char c = ' ';     "],
  ['hash', 'a=b#c # d', 'a=b#c    ', 'a=b#c    '],
])('%s: %s', (language, text, code, bare) => {
  expect(mask(text, language)).toEqual({ code, bare })
})

test('both texts keep length and lines, whatever is read', () => {
  const letters = fc.constantFrom('"', "'", '`', '/', '*', '#', '\\', '\n', 'a', ' ', '$', '{', '}', '@', '(', ')')
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 40 }),
      fc.constantFrom('python', 'javascript', 'java', 'csharp', 'go', 'rust', 'php', 'hash', 'xml'),
      (parts, language) => {
        const text = parts.join('')
        const { code, bare } = mask(text, language)
        expect([code.length, bare.length]).toEqual([text.length, text.length])
        expect(code.replaceAll(/[^\n]/g, '')).toBe(text.replaceAll(/[^\n]/g, ''))
        // What is kept is kept where it was.
        for (let at = 0; at < text.length; at++) expect([text[at], ' ', '\n', '\r']).toContain(code[at])
      },
    ),
  )
})

test('a language comes from the name of the file', () => {
  expect(['a.py', 'b.tsx', 'c.cs', 'd.md'].map(codeLanguage)).toEqual(['python', 'javascript', 'csharp', undefined])
})
