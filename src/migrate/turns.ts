// The turns of plan/turns.ts as promises: a step waits here for what it needs alone.
import { type Access, type Claim, letIn } from '../plan/turns.ts'

export interface Turns {
  /** Resolves once all of it is held; the result gives it back. Rejects with the signal's reason while it waits. */
  take(wants: Claim['wants'], signal: AbortSignal): Promise<() => void>
}

/** Every step shares the machine; one that measures has it alone, so that no build falsifies a latency. */
export const WORKING: Record<string, Access> = { machine: 'shared' }
export const MEASURING: Record<string, Access> = { machine: 'exclusive' }
/** From component to gate a service holds the place: ports, twins, neighbours. Always taken before the machine. */
export const PLACE: Record<string, Access> = { place: 'exclusive' }

interface Waiting extends Claim {
  enter: () => void
}

export function createTurns(): Turns {
  const held = new Set<Claim>()
  const waiting: Waiting[] = []
  const admit = (): void => {
    for (const claim of letIn([...held], waiting) as Waiting[]) {
      waiting.splice(waiting.indexOf(claim), 1)
      held.add(claim)
      claim.enter()
    }
  }
  return {
    take: (wants, signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          if (held.delete(claim)) admit()
        }
        const giveUp = (): void => {
          const at = waiting.indexOf(claim)
          if (at === -1) return
          waiting.splice(at, 1)
          reject(signal.reason)
          admit()
        }
        const enter = (): void => {
          signal.removeEventListener('abort', giveUp)
          resolve(leave)
        }
        const claim: Waiting = { wants, enter }
        signal.addEventListener('abort', giveUp, { once: true })
        waiting.push(claim)
        if (signal.aborted) giveUp()
        else admit()
      }),
  }
}
