// The status report as text.
import type { StatusReport } from '../model/report.ts'

export function renderStatus(report: StatusReport): string {
  const pair = ([done, all]: [number, number]): string => `${done} of ${all}`
  const gates = report.gates.map(({ name, verdict, at }) => `  ${verdict.padEnd(13)}${name}  ${at}`)
  return [
    `${report.platform} · ${report.runtime}`,
    '',
    `  infrastructure  ${pair(report.running.infra)} well`,
    `  services        ${pair(report.running.apps)} well`,
    `  migrated        ${pair(report.migrated)}`,
    ...(report.questions > 0
      ? [`  open questions  in ${report.questions} service${report.questions === 1 ? '' : 's'}`]
      : []),
    ...(gates.length > 0 ? ['', 'gates', ...gates] : []),
    '',
    'next',
    ...report.next.map((line) => `  ${line}`),
    '',
  ].join('\n')
}
