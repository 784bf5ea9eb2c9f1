// The whole path — session, Ink, sink, terminal — under random ticks, keys and resizes: what the terminal holds in the end
// must equal what a fresh dashboard would draw, and that must equal the frame itself.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createDemo } from '../../../src/tui/demo.ts'
import { createFrameSink } from '../../../src/tui/screen/frame-sink.ts'
import { createInkRenderer } from '../../../src/tui/screen/ink-renderer.tsx'
import { createSession } from '../../../src/tui/session.ts'
import type { Theme } from '../../../src/tui/theme.ts'
import { emptyStore, openScreen, START_MS } from '../support/picture.ts'

const THEMES: Theme[] = [
  { depth: 'full', ascii: false, attributes: true },
  { depth: '256', ascii: false, attributes: true },
  { depth: '16', ascii: true, attributes: true },
  { depth: 'none', ascii: false, attributes: true },
]

type Step =
  | { kind: 'data'; seconds: number }
  | { kind: 'key'; key: string }
  | { kind: 'idle' }
  | { kind: 'size'; cols: number; rows: number }

const KEYS = [
  'j',
  'k',
  'G',
  'g',
  'g',
  '/',
  'o',
  'm',
  'enter',
  'esc',
  'z',
  'p',
  '?',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  'tab',
  'x',
]
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('data' as const), seconds: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('key' as const), key: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'idle' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('size' as const),
      cols: fc.integer({ min: 2, max: 160 }),
      rows: fc.integer({ min: 1, max: 50 }),
    }),
  },
)

/** A sink whose bytes go to a terminal emulator. */
function openSink() {
  const bytes: string[] = []
  const sink = createFrameSink({ writableNeedDrain: false, write: (data) => bytes.push(data) > 0, once: () => {} })
  return { sink, take: () => bytes.splice(0).join('') }
}

it('after any ticks, keys and resizes the terminal holds exactly the fresh frame', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.constantFrom(...THEMES),
      async (steps, theme) => {
        let nowMs = START_MS
        let size = { cols: 80, rows: 24 }
        const store = emptyStore()
        const demo = createDemo(3, START_MS)
        const session = createSession({ store, theme, now: () => nowMs })
        const { sink, take } = openSink()
        const renderer = createInkRenderer(sink)
        const screen = openScreen(size.cols, size.rows)
        const draw = async (cause: Step['kind']) => {
          const picture = session.rows(size.cols, size.rows)
          if (cause === 'idle') renderer.patch(picture, size.cols)
          else renderer.draw(picture, size.cols)
          await screen.write(take())
        }
        for (const next of steps) {
          if (next.kind === 'key') session.press(next.key, size.rows)
          else if (next.kind === 'idle') nowMs += 700
          else if (next.kind === 'data') {
            for (let second = 0; second < next.seconds; second += 1) {
              nowMs += 1000
              for (const event of [...demo.second(nowMs), ...demo.ticks(nowMs, 20)]) session.apply(event)
            }
          } else {
            size = { cols: next.cols, rows: next.rows }
            screen.resize(size.cols, size.rows)
            sink.invalidate()
          }
          await draw(next.kind)
        }
        const rows = session.rows(size.cols, size.rows)
        renderer.draw(rows, size.cols)
        await screen.write(take())
        renderer.close()

        const fresh = openSink()
        fresh.sink.present(rows.join('\n'), size.cols, size.rows)
        const expected = openScreen(size.cols, size.rows)
        await expected.write(fresh.take())
        expect(screen.cells()).toEqual(expected.cells())
        expect(screen.text()).toEqual(rows.map((row) => row.replaceAll(/\x1b\[[\d;]*m/g, '')))
      },
    ),
    { numRuns: 40 },
  )
}, 120_000)
