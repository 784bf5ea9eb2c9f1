// A plan: operations with causes. Planning never touches the world; the engine decides nothing.
import type { ServiceId } from './ids.ts'
import type { LaunchSpec } from './runtime.ts'

export type OpKind = 'start' | 'stop' | 'wait' | 'streams'

/** One effect. `cause` says why in a few words: it is shown by `plan`, `--dry-run` and `why`. */
export interface Op {
  id: string
  kind: OpKind
  service: ServiceId
  cause: string
  dependsOn: string[]
  spec?: LaunchSpec
}

export interface Plan {
  ops: Op[]
  /** What stands in the way; a plan with problems is not executed. All problems are shown at once. */
  problems: { service: ServiceId; code: string; message: string; hints: string[] }[]
}
