// Everything a file takes in, without a bound: what a program needs to start has to be whole.
import type { Imports } from '../imports.ts'

export function closure(entry: string, imports: Imports): string[] {
  const seen = new Set([entry])
  for (const one of seen) for (const next of imports.of(one)) seen.add(next)
  return [...seen]
}
