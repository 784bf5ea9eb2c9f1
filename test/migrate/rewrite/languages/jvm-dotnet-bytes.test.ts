// Java, Kotlin and C# keep their bytes: whatever stands around a site, only the edited spans differ, once and for all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveEdits } from '../../../../src/migrate/rewrite/apply.ts'
import { planOf, rewritten, textOf } from '../../../support/rewrite.ts'

const FILES: Record<string, (around: string, site: string) => string> = {
  'A.java': (around, site) =>
    `class A {\n  // ${around}\n  String t = "${around}";\n  String u = "http://${site}/x" + "${around}";\n}\n`,
  'A.kt': (around, site) =>
    `class A {\n    // ${around}\n    val t = "${around}"\n    val u = "http://${site}/x" + "${around}"\n}\n`,
  'A.cs': (around, site) =>
    `class A\n{\n    // ${around}\n    string t = @"${around}";\n    string u = $"http://${site}/x" + "${around}";\n}\n`,
}
const words = fc.string({ unit: fc.constantFrom('a', 'ß', '漢', '😀', ' ', '-', '?', 'é', ';', '(') })
const ending = fc.constantFrom('\n', '\r\n')
const mark = fc.constantFrom('', '\uFEFF')

test.each(Object.keys(FILES))('%s: the diff is the edited span, and a second run finds nothing', async (file) => {
  await fc.assert(
    fc.asyncProperty(words, ending, mark, async (around, newline, bom) => {
      const write = (site: string): string => bom + FILES[file]!(around, site).replaceAll('\n', newline)
      const files = { [file]: write('localhost:6105') }
      const after = rewritten(files, await planOf(files))
      expect(textOf(after[file]!)).toBe(write('tariff:8080'))
      const again = await planOf(after)
      expect([...again.edits.values()].flatMap(effectiveEdits)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test.each(Object.keys(FILES))('%s: without a trace nothing changes', async (file) => {
  await fc.assert(
    fc.asyncProperty(words, ending, async (around, newline) => {
      const files = { [file]: FILES[file]!(around, 'rates.example:6105').replaceAll('\n', newline) }
      const after = rewritten(files, await planOf(files))
      expect(textOf(after[file]!)).toBe(files[file])
    }),
    { numRuns: 40 },
  )
})
