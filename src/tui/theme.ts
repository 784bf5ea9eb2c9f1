// Tones to terminal attributes, for as many colours as the terminal has. The default foreground carries the text, so light and dark both work.
import type { Line, Tone } from './cells.ts'
import { toAscii } from './glyphs.ts'

export type ColourDepth = 'none' | '16' | '256' | 'full'

export interface Theme {
  depth: ColourDepth
  ascii: boolean
  /** Bold, dim, inverse: allowed under NO_COLOR (they are not colours), not in plain text. */
  attributes: boolean
}

interface Look {
  attributes: string
  '16': string
  '256': string
  full: string
}

// Blue for good and orange for bad stay apart for colour-blind eyes; every state has its own shape as well.
const LOOKS: Record<Tone, Look> = {
  plain: { attributes: '', '16': '', '256': '', full: '' },
  dim: { attributes: '2', '16': '', '256': '', full: '' },
  strong: { attributes: '1', '16': '', '256': '', full: '' },
  title: { attributes: '1', '16': '36', '256': '38;5;74', full: '38;2;86;166;214' },
  accent: { attributes: '', '16': '36', '256': '38;5;74', full: '38;2;86;166;214' },
  ok: { attributes: '', '16': '32', '256': '38;5;71', full: '38;2;76;172;106' },
  warn: { attributes: '', '16': '33', '256': '38;5;172', full: '38;2;214;148;40' },
  bad: { attributes: '1', '16': '31', '256': '38;5;203', full: '38;2;240;92;84' },
  brand: { attributes: '1;7', '16': '36', '256': '38;5;74', full: '38;2;86;166;214' },
  key: { attributes: '1', '16': '36', '256': '38;5;74', full: '38;2;86;166;214' },
  rule: { attributes: '2', '16': '', '256': '', full: '' },
}

/** What the environment says about colour: NO_COLOR wins, then COLORTERM, then TERM. */
export function colourDepth(env: Record<string, string | undefined>): ColourDepth {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 'none'
  const term = env.TERM ?? ''
  if (term === 'dumb' || term === '') return 'none'
  if (/truecolor|24bit/i.test(env.COLORTERM ?? '')) return 'full'
  if (/256/.test(term) || /kitty|alacritty|ghostty|wezterm/.test(term)) return '256'
  return '16'
}

function attributesOf(tone: Tone, inverse: boolean, theme: Theme): string {
  const look = LOOKS[tone]
  const parts = [
    theme.attributes ? look.attributes : '',
    theme.depth === 'none' ? '' : look[theme.depth],
    inverse && theme.attributes ? '7' : '',
  ]
  return parts.filter((part) => part !== '').join(';')
}

/** A line as the terminal gets it. Every styled span is closed again, so lines can stand in any order. */
export function paint(line: Line, theme: Theme): string {
  let result = ''
  for (const part of line) {
    if (part.text === '') continue
    const text = theme.ascii ? toAscii(part.text) : part.text
    const sgr = attributesOf(part.tone, part.inverse === true, theme)
    result += sgr === '' ? text : `\x1b[${sgr}m${text}\x1b[0m`
  }
  return result
}
