// Byte safety over real files of every language (migration.md 14, G4 and 1.5, 1.6): bytes differ inside edited spans only, no
// trace means no changed byte, what does not survive decoding is refused, and a second run has nothing to do.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdits, effectiveEdits } from '../../../src/migrate/rewrite/apply.ts'
import { auditLeftovers } from '../../../src/migrate/rewrite/audit.ts'
import { languageOf } from '../../../src/migrate/rewrite/language.ts'
import { planRewrite, type RewritePlan } from '../../../src/migrate/rewrite/plan.ts'
import { clothes, inClothes, outsideOf, type RealFile, realFiles } from '../../support/byte-fuzz.ts'
import { scaled } from '../../support/long.ts'
import { grammars, memoryFiles } from '../../support/rewrite.ts'

const files = await realFiles()
const languages = [...Map.groupBy(files, ({ file }) => languageOf(file))]

function planOf({ file, service, registry }: RealFile, bytes: Uint8Array): Promise<RewritePlan> {
  return planRewrite({ service, files: memoryFiles({ [file]: bytes }), registry, grammars })
}

test('the files speak every language', () => {
  const spoken = new Set(languages.map(([language]) => language))
  const wanted =
    'python javascript java kotlin csharp go ruby php rust shell launcher yaml json toml dotenv ini properties xml hcl nginx dockerfile systemd'
  expect(wanted.split(' ').filter((one) => !spoken.has(one as never))).toEqual([])
})

test('bytes differ inside edited spans only, and a second run finds nothing', { timeout: 1_800_000 }, async () => {
  // Languages weigh the same, however many files each has.
  const file = fc.constantFrom(...languages).chain(([, of]) => fc.constantFrom(...of))
  await fc.assert(
    fc.asyncProperty(file, clothes, async (real, wear) => {
      const before = inClothes(real, wear)
      const plan = await planOf(real, before)
      const edits = plan.edits.get(real.file) ?? []
      const after = applyEdits(before, edits, real.file)
      for (const [left, right] of outsideOf(before, after, edits)) expect(Buffer.compare(left, right)).toBe(0)
      if (effectiveEdits(edits).length === 0) expect(after).toBe(before)
      const names = [...real.registry.renames.keys()]
      expect(auditLeftovers(new Map([[real.file, after]]), plan, { names })).toEqual([])
      const again = await planOf(real, after)
      expect([...again.edits.values()].flatMap(effectiveEdits)).toEqual([])
    }),
    { numRuns: scaled(300, 10_000) },
  )
})

test('a file that does not survive decoding is refused and its traces are told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), async (real) => {
      const odd = new Uint8Array([...inClothes(real, { additions: [], crlf: 'none', encoding: 'utf-16le-bom' }), 0])
      const plan = await planOf(real, odd)
      expect([...plan.edits]).toEqual([])
      expect(plan.findings).toEqual([])
      const traces = await planOf(real, new TextEncoder().encode(real.text))
      if (traces.findings.length > 0 && !traces.findings.every(({ text }) => /^\d+$/.test(text)))
        expect(plan.notCovered).toMatchObject([{ file: real.file }])
    }),
    { numRuns: scaled(40, 400) },
  )
})
