// Whatever stands around a site, edits change their own spans and nothing else: line ends, marks, foreign letters, quotes.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectiveEdits } from '../../../../src/migrate/rewrite/apply.ts'
import { planOf, rewritten, textOf } from '../../../support/rewrite.ts'

interface Wrap {
  file: string
  open: string
  close: string
  comment: string
  /** A statement with an address in it. */
  site(name: string, port: number): string
}

const LANGUAGES: Record<string, Wrap> = {
  go: {
    file: 'a.go',
    open: 'package a\n\nfunc f() {\n',
    close: '}\n',
    comment: '//',
    site: (name, port) => `${name} := get(\`http://localhost:${port}/x\`)`,
  },
  rust: {
    file: 'a.rs',
    open: 'fn f() {\n',
    close: '}\n',
    comment: '//',
    site: (name, port) => `let ${name} = get(&format!("http://{}:{}/x", "localhost", ${port}));`,
  },
  ruby: {
    file: 'a.rb',
    open: 'def f\n',
    close: '  nil\nend\n',
    comment: '#',
    site: (name, port) => `${name} = Net::HTTP.new('localhost', ${port})`,
  },
  php: {
    file: 'a.php',
    open: '<?php\nfunction f() {\n',
    close: '}\n',
    comment: '//',
    site: (name, port) => `$${name} = ['host' => "localhost", 'port' => ${port}];`,
  },
}

const word = fc.constantFrom('größe', '数', 'plain text', 'naïve – “x”', '\t tab', 'emoji 🚢', '')
const line = fc.record({
  name: fc.constantFrom('alpha', 'beta', 'gamma', 'delta'),
  port: fc.constantFrom(6105, 6107, 9, 65_535),
  note: word,
  indent: fc.constantFrom('  ', '\t', '      '),
})
const shape = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
  crlf: fc.boolean(),
  mark: fc.boolean(),
})

describe.each(Object.entries(LANGUAGES))('%s', (_language, wrap) => {
  test('edits change their spans only, and a second run changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ lines, crlf, mark }) => {
        const statements = lines.map(
          ({ name, port, note, indent }, index) =>
            `${indent}${wrap.site(`${name}${index}`, port)} ${wrap.comment} ${note}\n`,
        )
        const plain = `${wrap.open}${statements.join('')}${wrap.close}`
        const text = `${mark ? '\uFEFF' : ''}${crlf ? plain.replaceAll('\n', '\r\n') : plain}`
        const files = { [wrap.file]: text }
        const plan = await planOf(files)
        const edits = [...plan.edits.values()].flatMap(effectiveEdits).sort((a, b) => a.start - b.start)
        const after = rewritten(files, plan)

        const body = mark ? text.slice(1) : text
        let expected = ''
        let from = 0
        for (const { start, end, replacement } of edits) {
          expected += body.slice(from, start) + replacement
          from = end
        }
        expect(textOf(after[wrap.file]!)).toBe(`${mark ? '\uFEFF' : ''}${expected}${body.slice(from)}`)
        for (const { original } of edits) expect(original).toMatch(/^(localhost(:\d+)?|\d+)$/)
        const moved = lines.filter(({ port }) => port === 6105 || port === 6107).length
        expect(edits.length).toBeGreaterThanOrEqual(moved)

        const again = await planOf(after)
        expect([...again.edits.values()].flatMap(effectiveEdits)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('a file without a trace keeps every byte', async () => {
    await fc.assert(
      fc.asyncProperty(word, fc.boolean(), async (note, crlf) => {
        const plain = `${wrap.open}  ${wrap.comment} ${note}\n${wrap.close}`
        const files = { [wrap.file]: crlf ? plain.replaceAll('\n', '\r\n') : plain }
        const plan = await planOf(files)
        expect([...plan.edits.values()].flat()).toEqual([])
        expect(textOf(rewritten(files, plan)[wrap.file]!)).toBe(files[wrap.file])
      }),
      { numRuns: 20 },
    )
  })
})
