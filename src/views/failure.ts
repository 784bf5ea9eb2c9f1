// From whatever was thrown to what the launcher prints and exits with. The only errors without a code are bugs.
import { isTradeError, TradeError } from '../model/errors.ts'
import { errorDocument, renderError } from './error.ts'

export interface Failure {
  exit: number
  stdout?: string
  stderr?: string
}

export interface FailureOptions {
  json: boolean
  /** With the stack. */
  debug: boolean
  color?: boolean
  secrets?: Iterable<string>
}

export function describeFailure(thrown: unknown, options: FailureOptions): Failure {
  const wanted = exitOnly(thrown)
  if (wanted !== undefined) return { exit: wanted }
  const error = toTradeError(thrown)
  const secrets = [...(options.secrets ?? [])]
  const stack = options.debug && thrown instanceof Error && thrown.stack ? `${thrown.stack}\n` : ''
  if (options.json) {
    const document = `${JSON.stringify(errorDocument(error, secrets), null, 2)}\n`
    return { exit: error.exit, stdout: document, ...(stack === '' ? {} : { stderr: stack }) }
  }
  const text = renderError(error, { color: options.color ?? false, columns: 80 }, secrets)
  return { exit: error.exit, stderr: text + stack }
}

/** A command that has said everything and only chooses its exit code; `--help` and `--version` end this way too. */
function exitOnly(thrown: unknown): number | undefined {
  const { code, oclif } = thrown as { code?: unknown; oclif?: { exit?: unknown } }
  return code === 'EEXIT' && typeof oclif?.exit === 'number' ? oclif.exit : undefined
}

function toTradeError(thrown: unknown): TradeError {
  if (isTradeError(thrown)) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new TradeError('INTERRUPTED', 'stopped by the operator', { hints: ['trade2026 status'] })
  }
  if (thrown instanceof Error && isCommandLine(thrown)) {
    return new TradeError('USAGE', withoutHelp(thrown.message), { hints: usageHints(thrown) })
  }
  const refused = thrown instanceof Error ? refusedFile(thrown) : undefined
  if (refused) return refused
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return new TradeError('BUG', `a fault of trade2026 itself: ${message}`, {
    hints: ['DEBUG=1 trade2026 …   (shows where; please report it)'],
    cause: thrown,
  })
}

/** Errors of the command line parser carry the exit code they would choose. */
function isCommandLine(error: Error): boolean {
  return (error as { oclif?: unknown }).oclif !== undefined
}

/** The parser appends a hint of its own; ours comes as a hint. */
function withoutHelp(message: string): string {
  const lines = message.split('\n').map((line) => line.trimEnd())
  return lines.filter((line) => line !== '' && !/^See more help with/.test(line)).join('\n')
}

function usageHints(error: Error): string[] {
  const { parse } = error as { parse?: { input?: { context?: { id?: string } } } }
  const id = parse?.input?.context?.id
  return [id === undefined ? 'trade2026 --help' : `trade2026 ${id.replaceAll(':', ' ')} --help`]
}

/** What the system refuses for want of rights or room is the operator's to mend, wherever it is met. */
function refusedFile(error: NodeJS.ErrnoException): TradeError | undefined {
  const { code = '', path } = error
  if (path === undefined) return undefined
  const facts = { path, code }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return new TradeError('FILE_UNREADABLE', `${path}: ${code}, expected the right to read and write it`, {
      facts,
      hints: [`ls -ld ${folderOf(path)}`],
      cause: error,
    })
  if (['ENOSPC', 'EDQUOT'].includes(code))
    return new TradeError('DISK_FULL', `${path}: ${code}, expected room on the disk`, {
      facts,
      hints: [`df -h ${folderOf(path)}`],
      cause: error,
    })
  return undefined
}

const folderOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))
