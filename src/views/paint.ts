// Colour as an addition: every mark and word says the same without it.
export type Tone = 'good' | 'warn' | 'bad' | 'dim' | 'bold' | 'plain'

/** What a view knows of where its text goes. `interactive: false` means nothing is cut: files are searched, not looked at. */
export interface Screen {
  color: boolean
  columns: number
  interactive?: boolean
}

const CODES: Record<Exclude<Tone, 'plain'>, [number, number]> = {
  good: [32, 39],
  warn: [33, 39],
  bad: [31, 39],
  dim: [2, 22],
  bold: [1, 22],
}

export type Paint = (tone: Tone, text: string) => string

export function painter(color: boolean): Paint {
  return (tone, text) => {
    if (!color || tone === 'plain' || text === '') return text
    const [on, off] = CODES[tone]
    return `\u001b[${on}m${text}\u001b[${off}m`
  }
}

/** Lines of at most `columns` cells, broken at spaces and indented. */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = indent
    }
    line += line === indent ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}
