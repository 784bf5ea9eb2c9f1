// Step 10: COMPLETION_TRACKER.md, from the journal only. It tells of all services, so its ops belong to the platform:
// rolling one service back renders it anew, rolling back the last one restores the bytes that were there before.
import type { FileChange } from '../../journal/files.ts'
import { TRACKER_TARGET } from '../../journal/places.ts'
import type { MigrationState } from '../../model/state.ts'
import { done, type Step, type StepContext } from './step.ts'

/** Owner of ops that belong to no single service. */
export const PLATFORM = 'platform'

export const writeTracker: Step = {
  id: 'tracker',
  title: 'Tracker updated',
  inputs: () => ({}),
  plan: (context) => [trackerChange(context.state(), context)],

  async apply(context) {
    const { files } = context
    files.execute({ service: PLATFORM, step: 'tracker' }, files.plan(writeTracker.plan(context)))
    return done()
  },
}

export function trackerChange(
  state: MigrationState,
  { renderTracker }: Pick<StepContext, 'renderTracker'>,
): FileChange {
  return { kind: 'write', target: TRACKER_TARGET, bytes: Buffer.from(renderTracker(state)), mode: 0o644 }
}
