// The catalogue of operating errors. Each entry turns facts into a code, an exit code and hints one can paste;
// words for people are completed in views/error.ts. docs/errors.md lists every code (a test compares both ways).

/** Exit codes are promises (design.md 6). */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  inconclusive: 3,
  environment: 4,
  changes: 10,
  bug: 70,
  locked: 75,
  timeout: 124,
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Entry of the catalogue: exit code and what the code means, in one sentence for docs/errors.md. */
interface Entry {
  exit: ExitCode
  meaning: string
}

export const ERROR_CODES = {
  USAGE: {
    exit: EXIT.usage,
    meaning: 'The command line asks for something that does not exist or contradicts itself.',
  },
  DEFINITION_INVALID: {
    exit: EXIT.usage,
    meaning: 'A definition file does not fit its schema or the rest of the catalog.',
  },
  PLATFORM_NOT_FOUND: { exit: EXIT.usage, meaning: 'No trade2026.yaml was found where one was asked for.' },
  SERVICE_UNKNOWN: { exit: EXIT.usage, meaning: 'A named service is not in the catalog.' },
  GATE_UNKNOWN: { exit: EXIT.usage, meaning: 'A named gate does not exist.' },
  SOURCE_NOT_FOUND: {
    exit: EXIT.usage,
    meaning: 'The legacy source folder, or the service inside it, does not exist.',
  },
  ANSWERS_INVALID: {
    exit: EXIT.usage,
    meaning: 'The answers or endpoints file names an unknown question, service or value.',
  },
  TOOL_MISSING: { exit: EXIT.environment, meaning: 'A program the command needs is not installed.' },
  TOOLCHAIN_FAILED: { exit: EXIT.environment, meaning: 'Installing a server binary with the package client failed.' },
  NEED_MISSING: {
    exit: EXIT.environment,
    meaning: 'A service needs another one that neither runs nor can be started here.',
  },
  PORT_TAKEN: { exit: EXIT.environment, meaning: 'A port that a service must listen on belongs to another process.' },
  ENGINE_UNREACHABLE: { exit: EXIT.environment, meaning: 'The Docker engine does not answer.' },
  ENVIRONMENT_NOT_READY: { exit: EXIT.environment, meaning: 'Nothing of what a gate needs is running.' },
  RUNTIME_UNSUPPORTED: { exit: EXIT.environment, meaning: 'The chosen runtime cannot do this.' },
  START_FAILED: { exit: EXIT.failed, meaning: 'A service exited or stayed unhealthy while it was being started.' },
  START_TIMEOUT: { exit: EXIT.timeout, meaning: 'A service did not become ready before its deadline.' },
  STOP_FAILED: { exit: EXIT.failed, meaning: 'A process survived SIGKILL or could not be signalled.' },
  STEP_FAILED: { exit: EXIT.failed, meaning: 'A step of a migration did not pass.' },
  QUESTIONS_OPEN: { exit: EXIT.inconclusive, meaning: 'Occurrences were found that need an answer from the operator.' },
  FOREIGN_EDIT: {
    exit: EXIT.failed,
    meaning: 'A file the tool wrote was changed by somebody else; nothing was touched.',
  },
  JOURNAL_CORRUPT: { exit: EXIT.failed, meaning: 'A journal record before the last one does not match its checksum.' },
  DISK_FULL: { exit: EXIT.environment, meaning: 'A write failed for lack of space; the operation did not begin.' },
  FILE_UNREADABLE: { exit: EXIT.environment, meaning: 'A file or folder cannot be read or written.' },
  LOCKED: { exit: EXIT.locked, meaning: 'Another operator is changing this platform; the holder is named.' },
  TIMEOUT: { exit: EXIT.timeout, meaning: 'A deadline passed.' },
  INTERRUPTED: { exit: EXIT.interrupted, meaning: 'The operator stopped the command.' },
  BUG: { exit: EXIT.bug, meaning: 'A fault of trade2026 itself.' },
} as const satisfies Record<string, Entry>
export type ErrorCode = keyof typeof ERROR_CODES

export interface TradeErrorOptions {
  facts?: Record<string, unknown>
  hints?: string[]
  cause?: unknown
}

/** An operating error: something the operator can act on. Programmer errors are kit/assert.ts. */
export class TradeError extends Error {
  readonly code: ErrorCode
  readonly facts: Record<string, unknown>
  readonly hints: string[]
  readonly exit: ExitCode

  /** `message` = subject first (a path where there is one), what was found, what was expected. */
  constructor(code: ErrorCode, message: string, options: TradeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TradeError'
    this.code = code
    this.facts = options.facts ?? {}
    this.hints = options.hints ?? []
    this.exit = ERROR_CODES[code].exit
  }
}

export function isTradeError(error: unknown): error is TradeError {
  return error instanceof TradeError
}
