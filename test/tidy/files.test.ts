// House rules that no linter knows: banned calls with their replacement, words, sizes as a ratchet, no left-over markers.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/catalog.ts'
import { sourceFiles, textOf } from './sources.ts'

const code = [...sourceFiles('src'), ...sourceFiles('services')]

/** The places where the process itself may be touched. */
const AT_THE_EDGE = (file: string): boolean => file === 'src/app/context.ts' || file.startsWith('services/kit/')

/** The line without comments and string contents: an example of legacy code in a table is no call of ours. */
function withoutTexts(line: string): string {
  return line
    .replace(/^\s*(\/\*\*?|\*).*$/, '')
    .replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
    .replace(/\/\/.*$/, '')
}

const BANNED: [RegExp, string][] = [
  [/\bprocess\.exit\(/, 'return, or throw a TradeError: bin/run.js makes the exit code'],
  [/\bprocess\.cwd\(/, 'take the folder as an argument; src/app/context.ts knows it'],
  [
    /\bprocess\.env\b/,
    'take the value as an argument; src/app/context.ts or services/kit/config.ts reads the environment',
  ],
  [/\bconsole\.\w+\(/, 'return text; the command writes it'],
  [/\bDate\.now\(|\bnew Date\(\)/, 'take a clock as an argument'],
  [/\bMath\.random\(/, 'take an Rng as an argument'],
]

describe('banned calls', () => {
  it.each(BANNED)('%s: %s', (pattern, replacement) => {
    const found = code
      .filter((file) => !AT_THE_EDGE(file))
      .flatMap((file) =>
        textOf(file)
          .split('\n')
          .flatMap((line, index) =>
            pattern.test(withoutTexts(line)) ? [`${file}:${index + 1}: ${line.trim()} — ${replacement}`] : [],
          ),
      )
    expect(found).toEqual([])
  })
})

describe('words', () => {
  const drawers =
    /(^|\/)(utils?|helpers?|managers?|handlers?|common|misc|index)\.tsx?$|\/(utils?|helpers?|common|misc)\//
  it('no drawer files: name the noun', () => {
    const lists = new Set(['src/migrate/steps/index.ts', 'src/doctor/index.ts', 'src/migrate/rewrite/roles/index.ts'])
    expect(code.filter((file) => drawers.test(file) && !lists.has(file))).toEqual([])
  })

  it('files are kebab-case, components PascalCase', () => {
    expect(
      code.filter(
        (file) => !/(^|\/)([a-z0-9-]+(\.[a-z0-9-]+)?\.ts|[A-Z][A-Za-z0-9]*\.tsx|[a-z0-9-]+\.tsx)$/.test(file),
      ),
    ).toEqual([])
  })

  it('no left-over markers', () => {
    const marker = /\b(TODO|FIXME|XXX|HACK)\b|not implemented yet/
    const found = code.flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, index) => (marker.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    )
    expect(found).toEqual([])
  })

  it('every file begins with what it is', () => {
    expect(code.filter((file) => !/^(#!.*\n)?(\/\/|\/\*\*)/.test(textOf(file)))).toEqual([])
  })
})

describe('sizes', () => {
  it('a file one can hold: at most 300 lines', () => {
    const long = code.map((file) => [file, textOf(file).split('\n').length] as const).filter(([, lines]) => lines > 300)
    expect(long.map(([file, lines]) => `${file}: ${lines} lines; look for the second room inside`)).toEqual([])
  })
})

describe('secrets and places', () => {
  it('no path of a machine and no registry host in what is committed', () => {
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
    expect(lock).not.toMatch(/"resolved": "https?:/)
    const found = code.filter((file) => /\/(home|root|Users)\/\w+\//.test(textOf(file)))
    expect(found).toEqual([])
  })
})
