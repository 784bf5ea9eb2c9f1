// The `?` overlay: every key that works in this view, from the registry.
import { type Line, span } from '../cells.ts'
import { block, titleRule } from '../components/box.ts'
import { type Binding, bindingsOf, keyLabel } from '../keymap.ts'
import type { Look, Size } from '../look.ts'

function helpLine(binding: Binding): Line {
  const keys = binding.keys.map(keyLabel).join(' ')
  return [
    span(` ${keys.padEnd(12)} `, 'key'),
    span(binding.disabled ?? binding.description, binding.disabled ? 'dim' : 'plain'),
  ]
}

export function helpPanel(look: Look, size: Size): Line[] {
  const lines = bindingsOf(look.ui.view).map(helpLine)
  const title = titleRule('Keys', size.width, [span('Esc closes', 'dim')])
  // Where the list is longer than the screen it goes on in a second column.
  const rows = size.height - 1
  if (lines.length <= rows) return block([title, ...lines], size.width, size.height)
  const half = size.width >> 1
  const left = block(lines.slice(0, rows), half, rows)
  const right = block(lines.slice(rows), size.width - half, rows)
  return [title, ...left.map((line, row) => [...line, ...(right[row] ?? [])])]
}
