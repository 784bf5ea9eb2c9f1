// What `init` wrote, and what to do next.
import type { InitReport } from '../model/report.ts'

export function renderInit({ platform, source, files, services, infra, questions }: InitReport): string {
  const found =
    source === undefined
      ? []
      : [
          `services   ${services.join(' ') || 'none found'}`,
          `servers    ${infra.join(' ') || 'none found'}`,
          ...(questions > 0
            ? [
                `questions  ${questions} to answer before the rewrite is whole; the dry run lists ${questions === 1 ? 'it' : 'them'}`,
              ]
            : []),
        ]
  const next =
    source === undefined || services.length === 0
      ? [`trade2026 init NEW_FOLDER --from LEGACY   (drafts from a legacy tree)`]
      : [
          'review the drafts: each names the place it was found at',
          `cd ${platform}`,
          'trade2026 compose render',
          'trade2026 migrate --all --dry-run',
          'trade2026 migrate --all',
        ]
  return [
    `✔ ${platform}: ${files.length} files written`,
    ...found,
    '',
    'next',
    ...next.map((line) => `  ${line}`),
    '',
  ].join('\n')
}
