// Whole pictures, kept as files: `npx vitest run test/tui/frame.test.ts -u` writes them again.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineWidth, plainText } from '../../src/tui/cells.ts'
import { renderFrame } from '../../src/tui/frame.ts'
import { paint, type Theme } from '../../src/tui/theme.ts'
import { VIEW_IDS } from '../../src/tui/view-list.ts'
import { demoStore, emptyStore, lookAt, START_MS } from './support/picture.ts'

const THEMES: Record<string, Theme> = {
  colour: { depth: 'full', ascii: false, attributes: true },
  'no-color': { depth: 'none', ascii: false, attributes: true },
  ascii: { depth: 'none', ascii: true, attributes: false },
}
const SIZES = [
  [80, 24],
  [120, 40],
] as const

describe.each(SIZES)('the overview at %ix%i', (cols, rows) => {
  it.each(Object.keys(THEMES))('is drawn in %s as the golden file has it', async (name) => {
    const lines = renderFrame(lookAt(demoStore()), { cols, rows })
    const text = lines.map((line) => paint(line, THEMES[name]!)).join('\n')
    await expect(`${text}\n`).toMatchFileSnapshot(`goldens/overview-${cols}x${rows}-${name}.txt`)
  })
})

describe('the other views', () => {
  it.each(VIEW_IDS.filter((id) => id !== 'overview'))('%s at 80x24 is as the golden file has it', async (view) => {
    const lines = renderFrame(lookAt(demoStore(), 50, { view }), { cols: 80, rows: 24 })
    await expect(`${lines.map(plainText).join('\n')}\n`).toMatchFileSnapshot(`goldens/${view}-80x24.txt`)
  })

  it('help lists every key of the view', () => {
    const text = renderFrame(lookAt(demoStore(), 50, { help: true }), { cols: 80, rows: 24 })
      .map(plainText)
      .join('\n')
    for (const word of ['gg Home', 'Ctrl-d PgDn', 'Ctrl-z', 'half a page up', 'quit now', 'view: gates']) {
      expect(text).toContain(word)
    }
  })
})

describe('a frame', () => {
  it('says what it needs where the terminal is too small', () => {
    const lines = renderFrame(lookAt(demoStore()), { cols: 59, rows: 24 })
    expect(lines.map(plainText).join('\n')).toContain('too small (need 60x15)')
    expect(lines).toHaveLength(24)
  })

  it('marks every value with its age once its source is silent', () => {
    const silent = { ...lookAt(demoStore()), nowMs: START_MS + 49_000 + 12_000 }
    const text = renderFrame(silent, { cols: 80, rows: 24 }).map(plainText)
    expect(text[0]).toContain('journal◌12s local◌12s nats◌12s oms◌12s')
    expect(text.filter((line) => line.includes('◌12s'))).not.toHaveLength(1)
    const rows = text.filter((line) => /^(nats|risk|oms|pnl) /.test(line))
    expect(rows.length).toBeGreaterThan(2)
    for (const row of rows) expect(row).toContain('◌12s')
  })

  it('shows a dash, never a zero, for what was never heard', () => {
    const text = renderFrame(lookAt(emptyStore()), { cols: 80, rows: 24 }).map(plainText).join('\n')
    expect(text).toContain('– up')
    expect(text).toContain('P50 –  P99 –')
    expect(text).toContain('waiting for the first answer')
    expect(text).not.toMatch(/[^.:\d]0 (up|ms|tick)/)
  })

  it('has exactly the rows and cells of the terminal, whatever the size, the names and the view', () => {
    const store = demoStore()
    const names = [
      '日本語サービス',
      '👨‍👩‍👧 family',
      '🇫🇷',
      'e\u0301tat',
      'tab\tbed',
      'esc\x1b[2J',
      'ok\u202e'.repeat(9),
    ]
    const services = names.map((id) => ({ ...store.state.services!.value[0]!, id, reason: id }))
    store.apply({ kind: 'services', atMs: START_MS + 49_000, services: [...store.state.services!.value, ...services] })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 240 }),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(...VIEW_IDS),
        fc.boolean(),
        (cols, rows, view, help) => {
          const lines = renderFrame(lookAt(store, 50, { view, help }), { cols, rows })
          expect(lines).toHaveLength(rows)
          for (const line of lines) {
            expect(lineWidth(line)).toBe(cols)
            expect(plainText(line)).not.toMatch(/[\x00-\x1f\x7f-\x9f]|\u200d|\u202e/)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a theme', () => {
  const lines = renderFrame(lookAt(demoStore()), { cols: 120, rows: 40 })

  it('without colours writes no colour and loses no character', () => {
    const theme: Theme = { depth: 'none', ascii: false, attributes: true }
    for (const line of lines) {
      const painted = paint(line, theme)
      expect(painted).not.toMatch(/\x1b\[[\d;]*3[0-9]/)
      expect(painted.replaceAll(/\x1b\[[\d;]*m/g, '')).toBe(plainText(line))
    }
  })

  it('in ASCII keeps every cell in its place', () => {
    for (const line of lines) {
      const painted = paint(line, { depth: 'none', ascii: true, attributes: false })
      expect(painted).toMatch(/^[\x20-\x7e]*$/)
      expect(painted).toHaveLength(120)
    }
  })
})
