/** How many of the first values are at most the limit; the values rise. Linear lists of a file's places are too slow to walk. */
export function countUpTo(length: number, valueAt: (index: number) => number, limit: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (valueAt(middle) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
