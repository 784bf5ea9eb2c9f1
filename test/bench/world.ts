// A world of which every benchmark can be run without waiting: processes take what a test says, no service is there.
import type { BenchWorld } from '../../src/bench/bench.ts'

export interface FakeWorld extends BenchWorld {
  /** Command lines in the order they were run; `bare` is a bare node. */
  ran: string[]
}

export function fakeWorld(
  options: {
    msOf?: (command: string) => number
    stdoutOf?: (command: string) => string
    journalBytes?: () => number
    peakMiB?: number
    scanMs?: number
    isBusy?: boolean
  } = {},
): FakeWorld {
  const { msOf = () => 10, stdoutOf = () => '', journalBytes = () => 0, peakMiB = 100, scanMs = 50 } = options
  const ran: string[] = []
  const take = async (command: string) => {
    ran.push(command)
    return { ms: msOf(command), stdout: stdoutOf(command) }
  }
  const unused = (): never => {
    throw new Error('not part of this test')
  }
  return {
    ran,
    clock: { nowMs: () => 0, monotonicMs: () => 0, sleep: unused },
    run: 'run-1',
    tool: (args) => take(args.join(' ')),
    weighed: async (args) => ({ ...(await take(args.join(' '))), peakMiB }),
    legacyTree: ({ services }) => ({
      root: `tree-of-${services}`,
      scan: () => scanMs,
      remove: () => ran.push('removed'),
    }),
    isBusy: () => options.isBusy ?? false,
    bareNode: () => take('bare'),
    origin: unused,
    startFloor: unused,
    journalBytes,
    note: () => {},
  }
}
