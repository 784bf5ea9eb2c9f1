// Whose lines a launcher's are: a unit file, a block of a process manager or one line of a script starts one service, and
// what it says about ports and hosts is said to that service, wherever the file lies.
import type { FoundService } from '../discover.ts'

/** The service a place belongs to, in a file that starts services. */
export type OwnerOf = (file: string, line: number) => string | undefined

interface Mark {
  line: number
  id: string
  kind: string
}

/** Launchers whose further lines belong to what was started last. */
const BLOCKS: ReadonlySet<string> = new Set(['pm2', 'supervisor', 'compose', 'nssm', 'winsw', 'systemd'])

export function launchOwners(services: readonly Pick<FoundService, 'id' | 'launchers'>[]): OwnerOf {
  const files = new Map<string, Mark[]>()
  for (const { id, launchers } of services)
    for (const { file, line, kind } of launchers) files.set(file, [...(files.get(file) ?? []), { line, id, kind }])
  for (const marks of files.values()) marks.sort((a, b) => a.line - b.line)
  return (file, line) => {
    const marks = files.get(file) ?? []
    const exact = marks.filter((mark) => mark.line === line)
    if (exact.length > 0) return single(exact)
    const blocks = marks.filter(({ kind }) => BLOCKS.has(kind))
    if (blocks.length < marks.length || blocks.length === 0) return undefined
    // A file for one service is that service's from its first line on.
    return single(blocks) ?? blocks.findLast((mark) => mark.line <= line)?.id
  }
}

/** One line that starts several services belongs to none of them. */
function single(marks: readonly Mark[]): string | undefined {
  const ids = new Set(marks.map(({ id }) => id))
  return ids.size === 1 ? marks[0]!.id : undefined
}
