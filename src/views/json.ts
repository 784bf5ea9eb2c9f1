// JSON documents whose keys are promises (design.md 6). Reports print as they are; these are the ones that need a shape.
import type { GateResult } from '../model/verdict.ts'
import { worstVerdict } from '../model/verdict.ts'

type GateDocument = GateResult | { verdict: GateResult['verdict']; gates: GateResult[] }

/** One gate is its own document; several come with the worst verdict of all. */
export function gatesDocument(results: GateResult[]): GateDocument {
  const [only, ...others] = results
  if (only && others.length === 0) return only
  return { verdict: worstVerdict(results.map(({ verdict }) => verdict)), gates: results }
}

export interface ErrorDocument {
  error: { code: string; message: string; facts: Record<string, unknown>; hints: string[] }
}
