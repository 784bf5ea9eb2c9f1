// Durations in definitions are text with a unit (`500ms`, `10s`, `1m30s`, `2h`); inside they are milliseconds.

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a duration text, or undefined when it is not one. `parseDuration('1m30s')` is 90000. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy)]
  const matched = parts.map((part) => part[0]).join('')
  if (matched === '' || matched !== text) return undefined
  return parts.reduce((total, part) => total + Number(part[1]) * (UNIT_MS[part[2] ?? ''] ?? Number.NaN), 0)
}

/** Short text for people: `formatDuration(90000)` is `1m30s`, `formatDuration(412)` is `412ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)}s`
  if (ms < 3_600_000) {
    const seconds = Math.floor((ms % 60_000) / 1000)
    return `${Math.floor(ms / 60_000)}m${seconds > 0 ? `${String(seconds).padStart(2, '0')}s` : ''}`
  }
  if (ms < 86_400_000)
    return `${Math.floor(ms / 3_600_000)}h${String(Math.floor((ms % 3_600_000) / 60_000)).padStart(2, '0')}m`
  return `${Math.floor(ms / 86_400_000)}d${Math.floor((ms % 86_400_000) / 3_600_000)}h`
}
