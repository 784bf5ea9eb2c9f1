import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../src/tui/filter.ts'
import { initialUi, pressKey, type UiState } from '../../src/tui/ui.ts'

const CONTEXT = { nowMs: 5000, rowIds: ['nats', 'oms', 'pnl', 'risk'], pageRows: 4 }

function pressed(keys: string[], ui: UiState = initialUi()): UiState {
  return keys.reduce((state, key) => pressKey(state, key, CONTEXT).ui, ui)
}

describe('moving', () => {
  it.each<[string[], string]>([
    [['j'], 'oms'],
    [['down', 'down'], 'pnl'],
    [['j', 'k'], 'nats'],
    [['k'], 'nats'],
    [['G'], 'risk'],
    [['end', 'j'], 'risk'],
    [['G', 'g', 'g'], 'nats'],
    [['ctrl-d'], 'pnl'],
    [['G', 'ctrl-u'], 'oms'],
  ])('%j selects %s', (keys, id) => {
    expect(pressed(keys).selected.overview).toBe(id)
  })

  it('keeps the selected thing when rows change places', () => {
    const ui = pressed(['j'])
    const moved = pressKey(ui, 'j', { ...CONTEXT, rowIds: ['risk', 'oms', 'nats', 'pnl'] }).ui
    expect(moved.selected.overview).toBe('nats')
  })

  it('opens the selected service in its own view and comes back', () => {
    const opened = pressed(['j', 'enter'])
    expect(opened).toMatchObject({ view: 'services', selected: { services: 'oms' } })
    expect(pressed(['esc'], opened).view).toBe('overview')
    expect(pressed(['3', '-'], opened).view).toBe('services')
  })
})

describe('the filter prompt', () => {
  it('takes letters that are keys elsewhere, and Enter keeps them', () => {
    const typing = pressed(['/', 'o', 'q', 'backspace', 'm'])
    expect(typing).toMatchObject({ prompt: 'om', filter: '' })
    expect(pressed(['enter'], typing)).toMatchObject({ prompt: undefined, filter: 'om' })
  })

  it('gives up on Esc, and a second Esc clears the filter that was there', () => {
    const filtered = pressed(['/', 'x', 'enter'])
    const again = pressed(['/', 'y', 'esc'], filtered)
    expect(again).toMatchObject({ prompt: undefined, filter: 'x' })
    expect(pressed(['esc'], again).filter).toBe('')
  })

  it('still lets Ctrl-C out', () => {
    expect(pressKey(pressed(['/']), 'ctrl-c', CONTEXT).effect).toBe('interrupt')
    expect(pressKey(pressed(['/']), 'q', CONTEXT).effect).toBeUndefined()
  })

  it.each<[string, string, boolean]>([
    ['oms', 'OMS degraded', true],
    ['oms deg', 'oms degraded', true],
    ['oms !deg', 'oms degraded', false],
    ['!infra', 'nats infra', false],
    ['', 'anything', true],
    ['!', 'anything', true],
  ])('%j on %j: %s', (filter, row, shown) => {
    expect(parseFilter(filter)(row)).toBe(shown)
  })
})

describe('other keys', () => {
  it('an unmapped key says so for a second', () => {
    expect(pressed(['x']).notice).toEqual({ text: 'no action, ? for help', untilMs: 6000 })
    expect(pressed(['x', 'j']).notice).toBeUndefined()
  })

  it('a chord that is not finished is forgotten', () => {
    expect(pressed(['g', 'j']).notice?.text).toBe('no action, ? for help')
    expect(pressed(['g']).chord).toBe('g')
  })

  it.each([
    ['q', 'quit'],
    ['ctrl-c', 'interrupt'],
    ['ctrl-z', 'suspend'],
    ['ctrl-l', 'redraw'],
  ])('%s asks for %s', (key, effect) => {
    expect(pressKey(initialUi(), key, CONTEXT).effect).toBe(effect)
  })

  it('toggles pause, faults, help, and goes round the views and sorts', () => {
    expect(pressed(['p', 'z', '?'])).toMatchObject({ paused: true, faultsOnly: true, help: true })
    expect(pressed(['tab', 'tab']).view).toBe('market')
    expect(pressed(['shift-tab']).view).toBe('gates')
    expect(pressed(['o', 'O'])).toMatchObject({ sort: 'name', sortInverted: true })
  })
})
