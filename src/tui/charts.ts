// Charts as plain text: each takes numbers and a width in cells and returns exactly that many.

const LEVELS = '▁▂▃▄▅▆▇█'
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** The last `width` samples between their own least and greatest; a missing one is `·`, so a gap never looks like a low value. */
export function sparkline(samples: readonly number[], width: number): string {
  const shown = samples.slice(-width)
  const known = shown.filter((sample) => Number.isFinite(sample))
  const low = Math.min(...known)
  const range = Math.max(...known) - low
  const drawn = shown.map((sample) => {
    if (!Number.isFinite(sample)) return '·'
    if (range === 0) return LEVELS[3]
    return LEVELS[Math.min(7, Math.floor(((sample - low) / range) * 8))]
  })
  return drawn.join('').padStart(width, '·')
}

/** A bar of `width` cells filled to `fraction` in eighths of a cell. */
export function gauge(fraction: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, fraction)) * width * 8)
  const full = Math.floor(eighths / 8)
  return `${'█'.repeat(full)}${EIGHTHS[eighths % 8]}`.padEnd(width, '░')
}

/** A bar without a track, for shares in a list. */
export function bar(fraction: number, width: number): string {
  return gauge(fraction, width).replaceAll('░', ' ')
}
