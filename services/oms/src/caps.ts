// How much one account may have open, by profile: the load profile has room, and does not use up that of the others.
import type { OmsConfig } from './config.schema.ts'
import type { Caps, DeskOptions } from './desk.ts'

export function accountCaps(config: OmsConfig): DeskOptions['caps'] {
  const patterns = Object.entries(config.accounts).map(([pattern, profile]) => ({ pattern, profile }))
  const profileOf = (account: string): string =>
    patterns.find(({ pattern }) => matches(pattern, account))?.profile ?? ''
  return {
    of: (account): Caps => config.profiles[profileOf(account)] ?? config.caps,
    sameProfile: (account, other) => profileOf(account) === profileOf(other),
  }
}

/** `load*` is every account that begins with `load`; without a star only that very account. */
function matches(pattern: string, account: string): boolean {
  return pattern.endsWith('*') ? account.startsWith(pattern.slice(0, -1)) : account === pattern
}
