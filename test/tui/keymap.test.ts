import { describe, expect, it } from 'vitest'
import { BINDINGS, bindingsOf, keysDocument, lookup } from '../../src/tui/keymap.ts'
import { initialUi, pressKey } from '../../src/tui/ui.ts'
import { VIEW_IDS, VIEWS } from '../../src/tui/view-list.ts'

/** Terminals, tmux or other habits own these. */
const FORBIDDEN = ['ctrl-k', 'ctrl-\\', 'ctrl-b', 'ctrl-s', 'ctrl-q']

describe.each(VIEW_IDS)('the keys of %s', (view) => {
  it('do not clash, neither with each other nor as the start of a chord', () => {
    const keys = bindingsOf(view).flatMap((binding) => binding.keys)
    expect(keys).toHaveLength(new Set(keys).size)
    const starts = keys.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0])
    for (const start of starts) expect(keys).not.toContain(start)
    for (const key of FORBIDDEN) expect(keys).not.toContain(key)
  })

  it('all do what their entry says', () => {
    const context = { nowMs: 0, rowIds: ['a', 'b', 'c'], pageRows: 10 }
    for (const binding of bindingsOf(view)) {
      for (const keys of binding.keys) {
        const presses = keys.split(' ')
        const chord = presses.length > 1 ? presses[0] : undefined
        expect(lookup(view, presses.at(-1)!, chord).binding?.action).toBe(binding.action)
        const { ui } = presses.reduce((result, key) => pressKey(result.ui, key, context), { ui: initialUi(view) })
        expect(ui.notice).toBeUndefined()
      }
    }
  })
})

it('every view has a key and every view key has a view', () => {
  const bound = BINDINGS.filter((binding) => binding.action.startsWith('view:')).map((binding) => binding.keys[0])
  expect(bound).toEqual(VIEW_IDS.map((id) => VIEWS[id].key))
  expect(lookup('overview', '7')).toEqual({ chord: false })
})

it('no key acts on a service: this version is read-only', () => {
  for (const binding of BINDINGS) expect(binding.action).not.toMatch(/stop|start|restart|kill|rerun|waive/)
})

it('docs/keys.md is what the registry says (npx vitest run test/tui/keymap.test.ts -u)', async () => {
  await expect(keysDocument()).toMatchFileSnapshot('../../docs/keys.md')
})
