// "Did you mean …": the known name that looks most like one that is not known. One rule, so that every message guesses alike.

/** Below this share of common letter pairs a guess misleads more than it helps. */
const ALIKE = 0.4

/**
 * The name that shares most letter pairs with the given one, the first of equals by name; undefined when none is alike.
 * @example
 * nearest('gatway', ['gateway', 'oms']) // 'gateway'
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = pairsOf(name)
  const [best] = [...known]
    .map((candidate) => ({ candidate, score: likeness(wanted, pairsOf(candidate)) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1))
  return best?.candidate
}

function pairsOf(text: string): Set<string> {
  return new Set([...text].slice(0, -1).map((letter, index) => letter + [...text][index + 1]))
}

/** 0 to 1 (Sørensen and Dice); a single letter has no pair and is like nothing. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length
  return shared === 0 ? 0 : (2 * shared) / (a.size + b.size)
}
