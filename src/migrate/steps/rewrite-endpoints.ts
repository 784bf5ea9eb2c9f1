// Step 3: loopback hosts and host paths become what they are inside the platform. The engine decides (migrate/rewrite);
// this step applies its edits to the copy, refuses a silent leftover, and stops where an answer is missing.

import type { FileChange } from '../../journal/files.ts'
import { digestOf } from '../../kit/digest.ts'
import { renderAnswers } from '../answers.ts'
import { stackTarget } from './copy-source.ts'
import { privateChanges } from './private-files.ts'
import { done, type Form, failed, inconclusive, type Step, type StepContext } from './step.ts'

export const rewriteEndpoints: Step = {
  id: 'rewrite',
  title: 'Endpoints rewritten',
  // The findings are a pure function of source, registry, endpoints and answers: their digest stands for all of these.
  inputs: ({ rewritten }) => ({ findings: digestOf(rewritten.findings), environment: rewritten.environment }),
  plan: (context) => [...rewrittenFiles(context, 'container').map(toChange(context)), ...privateChanges(context)],

  async apply(context) {
    const { service, rewritten, files, evidence } = context
    const { findings, questions, unexplained, notCovered } = rewritten
    files.execute({ service: service.id, step: 'rewrite' }, files.plan(rewriteEndpoints.plan(context)))
    const split = countBy(findings.map(({ action }) => action))
    context.say(`${split.edit ?? 0} edited, ${split.env ?? 0} by environment, ${split.keep ?? 0} kept`)
    const report = evidence.write(
      service.id,
      'rewrite',
      'findings.json',
      {
        findings,
        split,
        environment: rewritten.environment,
        unexplained,
        notCovered,
        secrets: rewritten.secrets.places,
      },
      rewriteSummary(rewritten),
    )
    if (unexplained.length > 0) {
      const first = unexplained[0]!
      const message = `${first.file}:${first.line}: ${first.text}: ${unexplained.length} legacy values that no finding explains, expected none`
      return failed(message, [report])
    }
    if (questions.length === 0) return done(report)
    const answers = evidence.write(
      service.id,
      'rewrite',
      'answers.yaml',
      renderAnswers(questions),
      `${questions.length} questions, ready to be filled in`,
    )
    const message = `${service.id}: ${questions.length === 1 ? '1 question is' : `${questions.length} questions are`} open; fill in .trade2026/${answers.path} and give it back with --answers`
    return inconclusive(message, [report, answers], 'QUESTIONS_OPEN')
  },
}

/** What the engine decided, in numbers; a dry run says it, too. */
export function rewriteSummary({ findings, unexplained }: StepContext['rewritten']): string {
  const split = countBy(findings.map(({ action }) => action))
  return `${split.edit ?? 0} edits, ${split.env ?? 0} by environment, ${split.keep ?? 0} kept, ${split.risk ?? 0} risks, ${unexplained.length} unexplained`
}

/** Every file of the service with its edits, so that a file whose edit is gone returns to the bytes of the source. */
export function rewrittenFiles(
  { source, rewritten }: StepContext,
  form: Form,
): { path: string; mode: number; bytes: Uint8Array }[] {
  const changed = rewritten.files(form)
  return source.files.map(({ path, mode, read }) => ({ path, mode, bytes: changed.get(path) ?? read() }))
}

function toChange({ service }: StepContext) {
  return ({ path, mode, bytes }: { path: string; mode: number; bytes: Uint8Array }): FileChange => ({
    kind: 'write',
    target: stackTarget(service.id, path),
    bytes,
    mode,
  })
}

function countBy(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
