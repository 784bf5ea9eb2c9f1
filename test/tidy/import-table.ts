// Who may import whom. ARCHITECTURE.md prints this table; the tests hold both it and the code to it.

export interface Room {
  folder: string
  may: string[]
  /** No `node:*` (the digest of kit excepted), no clock: same input, same output. */
  pure: boolean
}

/** First match wins, so narrower folders come first. */
export const ROOMS: Room[] = [
  { folder: 'src/kit', may: [], pure: false },
  { folder: 'src/model', may: ['src/kit'], pure: true },
  { folder: 'src/catalog', may: ['src/model', 'src/kit'], pure: true },
  { folder: 'src/observe', may: ['src/model'], pure: false },
  { folder: 'src/probes', may: ['src/model', 'src/kit'], pure: false },
  { folder: 'src/doctor', may: ['src/model'], pure: false },
  { folder: 'src/runtime', may: ['src/model', 'src/kit'], pure: false },
  { folder: 'src/plan', may: ['src/model', 'src/kit'], pure: true },
  { folder: 'src/gates', may: ['src/model', 'src/kit'], pure: false },
  { folder: 'src/migrate/rewrite', may: ['src/model', 'src/kit'], pure: true },
  { folder: 'src/migrate/survey', may: ['src/model', 'src/kit', 'src/migrate/rewrite'], pure: true },
  {
    folder: 'src/migrate',
    may: [
      'src/model',
      'src/kit',
      'src/migrate/rewrite',
      'src/migrate/survey',
      'src/catalog',
      'src/journal',
      'src/plan',
    ],
    pure: false,
  },
  { folder: 'src/engine', may: ['src/model', 'src/kit'], pure: false },
  { folder: 'src/journal', may: ['src/model', 'src/kit'], pure: false },
  { folder: 'src/bench', may: ['src/model', 'src/kit', 'src/probes'], pure: false },
  { folder: 'src/views', may: ['src/model', 'src/kit'], pure: true },
  { folder: 'src/tui', may: ['src/model', 'src/kit', 'src/views', 'src/app/control-plane'], pure: false },
  {
    folder: 'src/app',
    may: [
      'src/model',
      'src/kit',
      'src/catalog',
      'src/observe',
      'src/probes',
      'src/doctor',
      'src/runtime',
      'src/plan',
      'src/gates',
      'src/migrate',
      'src/engine',
      'src/journal',
      'src/bench',
      'src/views',
    ],
    pure: false,
  },
  { folder: 'src/commands', may: ['src/app', 'src/views', 'src/model', 'src/kit', 'src/tui'], pure: false },
]

export function renderImportTable(): string {
  const rows = ROOMS.map(
    ({ folder, may, pure }) =>
      `| ${folder} | ${may.map((it) => it.replace('src/', '')).join(' ') || 'nothing of ours'} | ${pure ? 'yes' : 'no'} |`,
  )
  return ['| room | may import | pure |', '|---|---|---|', ...rows].join('\n')
}
