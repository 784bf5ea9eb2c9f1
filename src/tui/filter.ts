// The filter prompt: words that a row must hold, `!word` it must not; case does not matter. It looks at whole rows, not at what fits on the screen.

export type RowFilter = (text: string) => boolean

/** `parseFilter('oms !up')('oms degraded')` is true. */
export function parseFilter(text: string): RowFilter {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '!')
  return (row) => {
    const lower = row.toLowerCase()
    return words.every((word) => (word.startsWith('!') ? !lower.includes(word.slice(1)) : lower.includes(word)))
  }
}
