// The fixed words of the platform: step ids, waves, lanes and task ids are promises to scripts and journals.

export type ServiceId = string

/** The ten steps of the universal pattern, in order (platform.md 1.4). */
export const STEP_IDS = [
  'copy',
  'configure',
  'rewrite',
  'build',
  'compose',
  'component',
  'integration',
  'performance',
  'gate',
  'tracker',
] as const
export type StepId = (typeof STEP_IDS)[number]

export const WAVES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const
export type Wave = (typeof WAVES)[number]

export const LANES = ['frontend', 'lowlatency', 'backend'] as const
export type Lane = (typeof LANES)[number]

/** The three services that decide what comes next: without them nothing trades. */
export const TRADING_CORE: readonly ServiceId[] = ['risk', 'oms', 'exeq']

export const RUNTIME_KINDS = ['local', 'docker', 'memory'] as const
export type RuntimeKind = (typeof RUNTIME_KINDS)[number]
