// Whatever stands around an address in a file of commands, only the planned spans change, and a second run finds nothing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveEdits } from '../../../../src/migrate/rewrite/apply.ts'
import { planOf, rewritten, textOf } from '../../../support/rewrite.ts'

const SITES: [file: string, lines: (note: string) => string[]][] = [
  [
    'Dockerfile',
    (note) => [
      `LABEL a="${note}"`,
      'ENV T=http://localhost:6105 \\',
      '  P=6101',
      'EXPOSE 6101',
      'CMD ["x", "--host", "127.0.0.1"]',
    ],
  ],
  [
    'run.sh',
    (note) => [`N='${note}'`, 'H=localhost; P=6107', 'curl "http://$H:$P/x"', `echo "${note} localhost:6105"`],
  ],
  ['run.ps1', (note) => [`$n = '${note}'`, 'irm "http://localhost:6105/x"', `Write-Host '${note} localhost:6105'`]],
  ['run.bat', (note) => [`rem ${note} localhost:6105`, 'curl http://localhost:6105/x']],
  ['crane.service', (note) => ['[Service]', `# ${note}`, 'ExecStart=/opt/crane --tariff http://localhost:6105']],
  ['Makefile', (note) => [`N = ${note}`, 'up:', '\tcurl http://localhost:6105/x']],
]

const note = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '漢', '-', '.', '6', '0', '1'), maxLength: 12 })

test.each(SITES)('%s', async (file, lines) => {
  const shape = fc.record({ note, end: fc.constantFrom('\n', '\r\n'), bom: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(shape, async ({ note: words, end, bom }) => {
      const source = `${bom ? '\uFEFF' : ''}${lines(words).join(end)}${end}`
      const plan = await planOf({ [file]: source })
      const edits = effectiveEdits(plan.edits.get(file) ?? [])
      expect(edits.length).toBeGreaterThan(0)
      const after = rewritten({ [file]: source }, plan)
      const body = source.replace('\uFEFF', '')
      let from = 0
      const expected = edits.map(({ start, end: stop, replacement }) => {
        const part = body.slice(from, start) + replacement
        from = stop
        return part
      })
      expect(textOf(after[file]!).replace('\uFEFF', '')).toBe(expected.join('') + body.slice(from))
      expect(textOf(after[file]!).startsWith('\uFEFF')).toBe(bom)
      const again = await planOf(after)
      expect([...again.edits.values()].flatMap(effectiveEdits)).toEqual([])
    }),
    { numRuns: 40 },
  )
})
