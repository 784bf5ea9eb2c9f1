// `survey`, wired: the tree, what the operator and earlier runs answered, and on request the sockets of this host.
import { realpathSync } from 'node:fs'
import { checkAnswers, rememberedAnswers } from '../migrate/answers.ts'
import { type SurveyInput, surveyTree } from '../migrate/survey.ts'
import type { SurveyReport } from '../model/endpoint.ts'
import type { MigrationState } from '../model/state.ts'
import { readSockets } from '../observe/sockets.ts'

export interface SurveyWishes {
  /** An answers file, read. */
  answers?: { file: string; values: Record<string, string> }
  /** Looks at the sockets of this host. */
  live: boolean
}

/** Questions are known only after a first look; answers to them are then part of a second. Throws ANSWERS_INVALID. */
export async function surveySource(
  input: SurveyInput,
  { answers, live }: SurveyWishes,
  state: MigrationState,
): Promise<SurveyReport> {
  const full: SurveyInput = live ? { ...input, live: { root: realpathSync(input.source), ...readSockets() } } : input
  const first = await surveyTree(full)
  if (answers) checkAnswers(answers.values, first.questions, answers.file)
  const known = { ...rememberedAnswers(state, first.questions), ...answers?.values }
  return Object.keys(known).length === 0 ? first : surveyTree({ ...full, answers: known })
}
