// The checks in the order they are shown: what everything needs first.
import type { DoctorReport } from '../model/report.ts'
import { binaries } from './binaries.ts'
import type { Check, HostFacts } from './check.ts'
import { disk } from './disk.ts'
import { engine } from './engine.ts'
import { folders } from './folders.ts'
import { memory } from './memory.ts'
import { node } from './node.ts'
import { ports } from './ports.ts'
import { python } from './python.ts'

export const CHECKS: readonly Check[] = [node, python, binaries, folders, ports, disk, memory, engine]

/** Answers every check; one that breaks is a failed check, never the end of the others. */
export async function examine(host: HostFacts, checks: readonly Check[] = CHECKS): Promise<DoctorReport> {
  const answered = await Promise.all(
    checks.map(async ({ id, title, expected, answer }) => {
      try {
        return { id, title, expected, ...(await answer(host)) }
      } catch (error) {
        return {
          id,
          title,
          expected,
          verdict: 'fail' as const,
          found: `not answered: ${(error as Error).message}`,
          hints: [],
        }
      }
    }),
  )
  return { ok: answered.every(({ verdict }) => verdict !== 'fail'), checks: answered }
}
