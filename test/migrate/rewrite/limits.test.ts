// Files that no person wrote are listed with a reason: nothing of them is edited, nothing is silent, nothing takes for ever.
import { describe, expect, it } from 'vitest'
import { mayHit, scan } from '../../../src/migrate/rewrite/hits.ts'
import { planRewrite } from '../../../src/migrate/rewrite/plan.ts'
import { buildRegistry } from '../../../src/migrate/rewrite/registry.ts'
import { entryOf } from '../../../src/migrate/survey/entries.ts'
import { loadGrammars } from '../../../src/observe/legacy.ts'
import { bundledCatalog } from '../../support/catalog.ts'

const grammars = loadGrammars()
const registry = buildRegistry(bundledCatalog())
const URL = '"http://localhost:6105/a"'
const nest = (open: string, close: string, count: number): string => `${open.repeat(count)}${URL}${close.repeat(count)}`
const bomb = [
  `a0: &a0 ${URL}`,
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
].join('\n')

async function plan(path: string, content: string | Uint8Array) {
  const bytes = Buffer.from(content)
  const files = { list: () => [{ path, size: bytes.length, mode: 0o644 }], read: () => bytes }
  const { findings, notCovered, edits } = await planRewrite({
    service: 'depot',
    files,
    registry,
    answers: {},
    grammars,
  })
  return { findings: findings.length, edits: edits.size, reason: notCovered[0]?.reason, hits: notCovered[0]?.hits }
}

describe('a file beyond what people write', () => {
  it.each([
    ['deep.py', `x = ${nest('(', ')', 5000)}`, 'nested deeper or wider than anybody writes', 1],
    ['deep.js', `x = ${nest('[', ']', 5000)}`, 'nested deeper or wider than anybody writes', 1],
    ['Deep.java', `class A { Object x = ${nest('(', ')', 5000)}; }`, 'nested deeper or wider than anybody writes', 1],
    ['deep.go', `package a\nvar x = ${nest('(', ')', 5000)}`, 'nested deeper or wider than anybody writes', 1],
    ['deep.json', nest('[', ']', 100_000), 'nested deeper or wider than anybody writes', 1],
    ['wide.py', `x = [${'1, '.repeat(20_000)}${URL}]`, 'nested deeper or wider than anybody writes', 1],
    ['many.py', `x = [${`${URL}, `.repeat(6000)}]`, '6000 addresses in one file: data, not settings', 6000],
    ['many.json', `[${Array(6000).fill(URL).join(',')}]`, '6000 addresses in one file: data, not settings', 6000],
    ['many.md', `${URL} `.repeat(6000), '6000 addresses in one file: data, not settings', 6000],
    [
      'long.py',
      `x = "${'a'.repeat(900_000)}"\ny = [${`${URL}, `.repeat(300)}]`,
      '300 addresses in 908113 letters of code',
      300,
    ],
    [
      'odd.yaml',
      Buffer.from([0xff, 0xfe, ...Buffer.from('url: localhost\n', 'utf16le'), 0x41]),
      'its bytes do not survive decoding and encoding',
      1,
    ],
  ])('%s is listed, not edited', async (path, content, reason, hits) => {
    expect(await plan(path, content)).toEqual({ findings: 0, edits: 0, reason, hits })
  })
})

describe('a file that is only odd', () => {
  it.each([
    ['one line of a megabyte', 'line.py', `x = "${'a'.repeat(1_300_000)} localhost"\n`],
    ['an alias bomb', 'bomb.yaml', bomb],
    [
      'bytes that are no UTF-8',
      'bad.py',
      Buffer.concat([Buffer.from(`x = ${URL} # `), Buffer.from([0xc3, 0x28, 0xff])]),
    ],
    ['a member named __proto__', 'proto.json', `{"__proto__": {"url": ${URL}}, "constructor": {"prototype": 1}}`],
    ['only line ends of a typewriter', 'cr.py', `a = 1\rx = ${URL}\r`],
  ])('%s is explained', async (_, path, content) => {
    expect(await plan(path, content)).toMatchObject({ findings: 1 })
  })

  it.each(['e.py', 'e.json', 'e.yaml', 'e.toml', 'e.xml', 'package.json', '.env', 'Dockerfile'])(
    '%s may be empty',
    async (path) => {
      expect(await plan(path, '')).toMatchObject({ findings: 0, edits: 0 })
    },
  )
})

// A pattern that begins anew inside a run takes minutes for these, not milliseconds: the test then ends by its own time-out.
it.each([
  'a',
  'A-',
  '%A',
  '\\\\',
  '/a',
  ':',
  '1.',
  '127.',
  '"',
  '="A',
  '${a',
  '0:',
  '_',
  '://',
  '@',
  '\n',
  '\r',
  '\n ',
  '[',
  '#',
])('a megabyte of %j is scanned', (run) => {
  const text = run.repeat(1_000_000 / run.length)
  const options = { names: ['depot2025'] }
  if (mayHit(text, options)) expect(scan(text, options).length).toBeLessThan(text.length)
  expect(entryOf('a.py', text) ?? entryOf('a.js', text) ?? entryOf('A.java', text)).toBeUndefined()
})
