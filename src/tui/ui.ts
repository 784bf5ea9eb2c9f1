// What the operator has done to the picture: view, selection, filter, prompt. Pure: a key and the visible rows in, the next state out.
import { type Action, lookup } from './keymap.ts'
import { VIEW_IDS, type ViewId } from './view-list.ts'

export const SORTS = ['default', 'name', 'cpu', 'mem', 'restarts', 'p99', 'age'] as const
export type Sort = (typeof SORTS)[number]

export interface UiState {
  view: ViewId
  lastView: ViewId
  /** Selected row of each view by its id, so that sorting or filtering never moves the selection to another thing. */
  selected: Partial<Record<ViewId, string>>
  filter: string
  /** Text being typed after `/`; undefined = no prompt. */
  prompt: string | undefined
  faultsOnly: boolean
  help: boolean
  paused: boolean
  sort: Sort
  sortInverted: boolean
  chord: string | undefined
  notice: { text: string; untilMs: number } | undefined
}

/** What a key asks of the world outside the picture. */
export type Effect = 'quit' | 'interrupt' | 'suspend' | 'redraw'

export interface KeyContext {
  nowMs: number
  /** Ids of the rows the current view shows, in order. */
  rowIds: readonly string[]
  /** Rows that toWidth, for half pages. */
  pageRows: number
}

export interface KeyResult {
  ui: UiState
  effect?: Effect
}

const NOTICE_MS = 1000

export function initialUi(view: ViewId = 'overview'): UiState {
  return {
    view,
    lastView: 'overview',
    selected: {},
    filter: '',
    prompt: undefined,
    faultsOnly: false,
    help: false,
    paused: false,
    sort: 'default',
    sortInverted: false,
    chord: undefined,
    notice: undefined,
  }
}

/** One key. Quit and interrupt work wherever the operator is, except that letters belong to the prompt while it is open. */
export function pressKey(ui: UiState, key: string, context: KeyContext): KeyResult {
  if (ui.prompt !== undefined && key !== 'ctrl-c' && key !== 'ctrl-l' && key !== 'ctrl-z') return { ui: type(ui, key) }
  const found = lookup(ui.view, key, ui.chord)
  const rested = { ...ui, chord: undefined, notice: undefined }
  if (found.chord) return { ui: { ...rested, chord: key } }
  const { binding } = found
  if (!binding) return { ui: say(rested, 'no action, ? for help', context.nowMs) }
  if (binding.disabled) return { ui: say(rested, binding.disabled, context.nowMs) }
  return act(rested, binding.action, context)
}

function say(ui: UiState, text: string, nowMs: number): UiState {
  return { ...ui, notice: { text, untilMs: nowMs + NOTICE_MS } }
}

/** Keys while the prompt is open: Enter keeps the filter, Esc gives up what was typed. */
function type(ui: UiState, key: string): UiState {
  const prompt = ui.prompt ?? ''
  if (key === 'enter') return { ...ui, filter: prompt.trim(), prompt: undefined }
  if (key === 'esc') return { ...ui, prompt: undefined }
  if (key === 'backspace') return { ...ui, prompt: [...prompt].slice(0, -1).join('') }
  if (key === 'ctrl-u') return { ...ui, prompt: '' }
  return [...key].length === 1 ? { ...ui, prompt: prompt + key } : ui
}

function act(ui: UiState, action: Action, context: KeyContext): KeyResult {
  switch (action) {
    case 'quit':
    case 'interrupt':
    case 'suspend':
    case 'redraw':
      return { ui, effect: action }
    case 'up':
      return { ui: move(ui, context, -1) }
    case 'down':
      return { ui: move(ui, context, 1) }
    case 'page-up':
      return { ui: move(ui, context, -Math.max(1, context.pageRows >> 1)) }
    case 'page-down':
      return { ui: move(ui, context, Math.max(1, context.pageRows >> 1)) }
    case 'top':
      return { ui: move(ui, context, -Number.MAX_SAFE_INTEGER) }
    case 'bottom':
      return { ui: move(ui, context, Number.MAX_SAFE_INTEGER) }
    case 'filter':
      return { ui: { ...ui, prompt: ui.filter, help: false } }
    case 'back':
      return { ui: back(ui) }
    case 'faults':
      return { ui: { ...ui, faultsOnly: !ui.faultsOnly } }
    case 'pause':
      return { ui: { ...ui, paused: !ui.paused } }
    case 'help':
      return { ui: { ...ui, help: !ui.help } }
    case 'sort':
      return { ui: { ...ui, sort: SORTS[(SORTS.indexOf(ui.sort) + 1) % SORTS.length] ?? 'default' } }
    case 'invert-sort':
      return { ui: { ...ui, sortInverted: !ui.sortInverted } }
    case 'open':
      return { ui: open(ui) }
    case 'next-view':
      return { ui: goTo(ui, VIEW_IDS[(VIEW_IDS.indexOf(ui.view) + 1) % VIEW_IDS.length] ?? 'overview') }
    case 'previous-view':
      return { ui: goTo(ui, VIEW_IDS.at(VIEW_IDS.indexOf(ui.view) - 1) ?? 'overview') }
    case 'last-view':
      return { ui: goTo(ui, ui.lastView) }
    default:
      return { ui: goTo(ui, action.slice('view:'.length) as ViewId) }
  }
}

function move(ui: UiState, { rowIds }: KeyContext, by: number): UiState {
  if (rowIds.length === 0) return ui
  const at = Math.max(0, rowIds.indexOf(ui.selected[ui.view] ?? ''))
  const next = rowIds[Math.min(rowIds.length - 1, Math.max(0, at + by))]
  return { ...ui, selected: { ...ui.selected, [ui.view]: next } }
}

function goTo(ui: UiState, view: ViewId): UiState {
  return view === ui.view ? { ...ui, help: false } : { ...ui, view, lastView: ui.view, help: false }
}

/** The services view with the same service selected. */
function open(ui: UiState): UiState {
  return goTo({ ...ui, selected: { ...ui.selected, services: ui.selected.overview } }, 'services')
}

function back(ui: UiState): UiState {
  if (ui.help) return { ...ui, help: false }
  if (ui.filter !== '') return { ...ui, filter: '' }
  return goTo(ui, 'overview')
}
