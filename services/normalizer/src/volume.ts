// Exact sums of sizes (F36, invariant I12). Sizes of up to 8 decimals are counted as integers in a double; longer ones as
// integers of 10^-18. Nothing is rounded on the way in; only the output is, half to even, at the eighth decimal. Pure.
import { divideHalfEven, toNumber } from '#kit/number'

export interface Volume {
  /** In units of 10^-8; an exact integer. */
  units: number
  /** In units of 10^-18. */
  rest: bigint
}

const UNIT = 100_000_000
/** Below it a decimal text of 8 places and a double are the same number, both ways. */
const EXACT_UNITS = 1e15
const SPILL_UNITS = 2 ** 52
const REST_PER_UNIT = 10n ** 10n
const REST_DECIMALS = 18

export function noVolume(): Volume {
  return { units: 0, rest: 0n }
}

/** False: the size is negative or has more than 18 decimals, and nothing was added. */
export function addSize(volume: Volume, size: number): boolean {
  const units = Math.round(size * UNIT)
  if (units >= 0 && units < EXACT_UNITS && units / UNIT === size) {
    volume.units += units
    if (volume.units > SPILL_UNITS) spill(volume)
    return true
  }
  const rest = parseLong(size)
  if (rest === undefined) return false
  volume.rest += rest
  return true
}

export function addVolume(into: Volume, other: Volume): void {
  into.rest += other.rest
  into.units += other.units
  if (into.units > SPILL_UNITS) spill(into)
}

export function volumeNumber({ units, rest }: Volume): number {
  return toNumber(divideHalfEven(BigInt(units) * REST_PER_UNIT + rest, REST_PER_UNIT))
}

function spill(volume: Volume): void {
  volume.rest += BigInt(volume.units) * REST_PER_UNIT
  volume.units = 0
}

/** The shortest decimal text of the double, as an integer of 10^-18. */
function parseLong(size: number): bigint | undefined {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(size))
  if (!match) return undefined
  const [, whole = '', fraction = '', exponent = '0'] = match
  const shift = REST_DECIMALS + Number(exponent) - fraction.length
  return shift < 0 ? undefined : BigInt(whole + fraction) * 10n ** BigInt(shift)
}
