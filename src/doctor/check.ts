// What a doctor check is: one question about this host, answered from facts that it is given.
import type { DoctorReport } from '../model/report.ts'
import type { PreflightProblem } from '../model/runtime.ts'

export type DoctorCheck = DoctorReport['checks'][number]
export type Answer = Pick<DoctorCheck, 'verdict' | 'found' | 'hints'>

/** The host as the checks see it; `app` wires it, tests make it up. */
export interface HostFacts {
  nodeVersion: string
  env: Readonly<Record<string, string | undefined>>
  /** Folders the tool writes to, by what they are for. */
  folders: Readonly<Record<string, string>>
  /** Docker is asked for, not just one possibility. */
  wantsDocker: boolean
  run(command: string[]): Promise<{ code: number | null; output: string }>
  /** Server binaries of the local runtime, and whether the platform can do without. */
  binaries: readonly { name: string; optional: boolean }[]
  locate(binary: string): { path: string; from: 'path' | 'toolchain' } | undefined
  /** What stands in the way of starting everything here, taken ports above all. */
  preflight(): Promise<readonly PreflightProblem[]>
  /** The engine's version, or why there is none. */
  askEngine(): Promise<{ version: string; api: string } | { absent: true } | { failure: string }>
  freeDiskBytes(folder: string): number
  isWritable(folder: string): boolean
  availableMemoryBytes(): number
}

export interface Check {
  id: string
  title: string
  expected: string
  answer(host: HostFacts): Promise<Answer> | Answer
}

export const pass = (found: string): Answer => ({ verdict: 'pass', found, hints: [] })
export const warn = (found: string, ...hints: string[]): Answer => ({ verdict: 'warn', found, hints })
export const fail = (found: string, ...hints: string[]): Answer => ({ verdict: 'fail', found, hints })
