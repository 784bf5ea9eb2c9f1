// Every key there is, as data: the footer, the `?` overlay, docs/keys.md and the dispatcher all read this one list.
import { VIEW_IDS, VIEWS, type ViewId } from './view-list.ts'

export type Action =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'top'
  | 'bottom'
  | 'filter'
  | 'back'
  | 'faults'
  | 'pause'
  | 'redraw'
  | 'suspend'
  | 'help'
  | 'quit'
  | 'interrupt'
  | 'next-view'
  | 'previous-view'
  | 'last-view'
  | 'sort'
  | 'invert-sort'
  | 'open'
  | `view:${ViewId}`

export interface Binding {
  /** Key names as keys.ts makes them; `g g` is two presses. */
  keys: readonly string[]
  action: Action
  description: string
  /** Word in the footer; without one the key is listed in the help only. */
  hint?: string
  /** Where it works; absent = everywhere. */
  views?: readonly ViewId[]
  /** Shown instead of the description while the key cannot be used; the key then says so. */
  disabled?: string
}

/** Views that list rows: everywhere else moving and filtering would do nothing. */
const LISTS: readonly ViewId[] = VIEW_IDS.filter((id) => id !== 'oms')

export const BINDINGS: readonly Binding[] = [
  { keys: ['?'], action: 'help', description: 'show or hide this list', hint: 'help' },
  { keys: ['j', 'down'], action: 'down', description: 'next row', views: LISTS },
  { keys: ['k', 'up'], action: 'up', description: 'previous row', views: LISTS },
  { keys: ['ctrl-d', 'pgdn'], action: 'page-down', description: 'half a page down', views: LISTS },
  { keys: ['ctrl-u', 'pgup'], action: 'page-up', description: 'half a page up', views: LISTS },
  { keys: ['g g', 'home'], action: 'top', description: 'first row', views: LISTS },
  { keys: ['G', 'end'], action: 'bottom', description: 'last row', views: LISTS },
  {
    keys: ['/'],
    action: 'filter',
    description: 'filter rows: words must match, !word must not',
    hint: 'filter',
    views: LISTS,
  },
  { keys: ['esc'], action: 'back', description: 'close help or prompt, then clear the filter, then the overview' },
  { keys: ['enter'], action: 'open', description: 'open the selected service', views: ['overview'], hint: 'open' },
  { keys: ['o'], action: 'sort', description: 'sort services by the next column', views: ['overview', 'services'] },
  { keys: ['O'], action: 'invert-sort', description: 'turn the sort round', views: ['overview', 'services'] },
  { keys: ['z'], action: 'faults', description: 'show faults only', hint: 'faults', views: LISTS },
  { keys: ['p'], action: 'pause', description: 'hold the picture; collecting goes on', hint: 'pause' },
  ...VIEW_IDS.map((id) => ({
    keys: [VIEWS[id].key],
    action: `view:${id}` as const,
    description: `view: ${VIEWS[id].title}`,
  })),
  { keys: ['tab', ']'], action: 'next-view', description: 'next view' },
  { keys: ['shift-tab', '['], action: 'previous-view', description: 'previous view' },
  { keys: ['-'], action: 'last-view', description: 'the view before this one' },
  { keys: ['ctrl-l'], action: 'redraw', description: 'draw the whole screen again' },
  { keys: ['ctrl-z'], action: 'suspend', description: 'suspend; fg brings it back' },
  { keys: ['q'], action: 'quit', description: 'quit', hint: 'quit' },
  { keys: ['ctrl-c'], action: 'interrupt', description: 'quit now' },
]

export function bindingsOf(view: ViewId): Binding[] {
  return BINDINGS.filter((binding) => binding.views === undefined || binding.views.includes(view))
}

export interface Lookup {
  binding?: Binding
  /** The key begins a chord: wait for the next one. */
  chord: boolean
}

/** What a key means in a view, after the chord key pressed before it, if any. */
export function lookup(view: ViewId, key: string, chord?: string): Lookup {
  const wanted = chord === undefined ? key : `${chord} ${key}`
  const bindings = bindingsOf(view)
  const binding = bindings.find((candidate) => candidate.keys.includes(wanted))
  const begins = bindings.some((candidate) => candidate.keys.some((keys) => keys.startsWith(`${wanted} `)))
  return binding ? { binding, chord: false } : { chord: begins }
}

const SHOWN: Record<string, string> = {
  up: '↑',
  down: '↓',
  esc: 'Esc',
  enter: 'Enter',
  tab: 'Tab',
  'shift-tab': 'S-Tab',
}

/** Keys as people write them: `ctrl-d` is `Ctrl-d`, `g g` is `gg`. */
export function keyLabel(key: string): string {
  if (SHOWN[key] !== undefined) return SHOWN[key]
  if (key.startsWith('ctrl-')) return `Ctrl-${key.slice(5)}`
  if (key === 'pgup') return 'PgUp'
  if (key === 'pgdn') return 'PgDn'
  if (key === 'home' || key === 'end') return key[0]?.toUpperCase() + key.slice(1)
  return key.replace(' ', '')
}

/** docs/keys.md, generated; a test keeps the file equal to this. */
export function keysDocument(): string {
  const rows = BINDINGS.map((binding) => {
    const keys = binding.keys.map((key) => `\`${keyLabel(key)}\``).join(' ')
    const views = binding.views === undefined ? 'all' : binding.views.join(', ')
    return `| ${keys} | ${binding.description}${binding.disabled ? ` (${binding.disabled})` : ''} | ${views} |`
  })
  return [
    '# Keys of the dashboard',
    '',
    'Generated from `src/tui/keymap.ts` by `npm run update`; do not edit.',
    '',
    '| Keys | Action | Views |',
    '|---|---|---|',
    ...rows,
    '',
    'The dashboard is read-only: no key changes a service.',
    '',
  ].join('\n')
}
