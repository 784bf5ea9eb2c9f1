// What a panel looks at: the folded state, the operator's choices and the time. Panels are functions of this and a size, nothing else.
import type { DashboardState } from './store.ts'
import type { UiState } from './ui.ts'

export interface Look {
  state: DashboardState
  ui: UiState
  nowMs: number
  /** False in snapshots: no selection, no key hints. */
  interactive: boolean
}

export interface Size {
  width: number
  height: number
}
