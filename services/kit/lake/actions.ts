// The Delta log as data: actions, commit files and their fold into a snapshot. Pure (Delta PROTOCOL, reader 1, writer 2).

export interface Add {
  path: string
  partitionValues: Record<string, string>
  size: number
  modificationTime: number
  dataChange: boolean
  stats?: string
}

export interface MetaData {
  id: string
  format: { provider: string; options: Record<string, string> }
  schemaString: string
  partitionColumns: string[]
  configuration: Record<string, string>
  createdTime?: number
}

/** Which message a commit ended with: sequences alone lie once a stream was recreated or lost its tail. */
export interface Mark {
  seq: number
  timeMs: number
  hash: string
}

export type Action =
  | { protocol: { minReaderVersion: number; minWriterVersion: number } }
  | { metaData: MetaData }
  | { add: Add }
  | { remove: { path: string } }
  | { txn: { appId: string; version: number; lastUpdated?: number } }
  | { commitInfo: Record<string, unknown> & { lastMessage?: Mark } }

export interface Txn {
  version: number
  mark: Mark | undefined
}

/** What a table is after some commit; version −1 is a table that does not exist yet. */
export interface Snapshot {
  version: number
  metaData: MetaData | undefined
  protocol: { minReaderVersion: number; minWriterVersion: number } | undefined
  files: ReadonlyMap<string, Add>
  txns: ReadonlyMap<string, Txn>
}

export const EMPTY: Snapshot = {
  version: -1,
  metaData: undefined,
  protocol: undefined,
  files: new Map(),
  txns: new Map(),
}

export function commitName(version: number): string {
  return `${String(version).padStart(20, '0')}.json`
}

/** The version a commit file stands for, or undefined for any other file. */
export function versionOf(name: string): number | undefined {
  const match = /^(\d{20})\.json$/.exec(name)
  return match ? Number(match[1]) : undefined
}

export function encodeCommit(actions: Action[]): Uint8Array {
  return new TextEncoder().encode(actions.map((action) => `${JSON.stringify(action)}\n`).join(''))
}

export function parseCommit(bytes: Uint8Array): Action[] {
  const lines = new TextDecoder().decode(bytes).split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Action)
}

/** Several commits at once: the maps are copied once, not once a commit, or a long log would take quadratic time. */
export function foldCommits(before: Snapshot, commits: { version: number; actions: Action[] }[]): Snapshot {
  const draft = { ...before, files: new Map(before.files), txns: new Map(before.txns) }
  for (const { version, actions } of commits) {
    draft.version = version
    for (const action of actions) applyAction(draft, action, markOf(actions))
  }
  if (draft.protocol && (draft.protocol.minReaderVersion > 1 || draft.protocol.minWriterVersion > 2))
    throw new UnsupportedProtocol(draft.protocol)
  return draft
}

function markOf(actions: Action[]): Mark | undefined {
  for (const action of actions) if ('commitInfo' in action) return action.commitInfo.lastMessage
  return undefined
}

interface Draft extends Snapshot {
  files: Map<string, Add>
  txns: Map<string, Txn>
}

/** Unknown actions of other writers are passed over, as the protocol asks. */
function applyAction(draft: Draft, action: Action, mark: Mark | undefined): void {
  if ('add' in action) draft.files.set(action.add.path, action.add)
  else if ('remove' in action) draft.files.delete(action.remove.path)
  else if ('txn' in action) draft.txns.set(action.txn.appId, { version: action.txn.version, mark })
  else if ('metaData' in action) draft.metaData = action.metaData
  else if ('protocol' in action) draft.protocol = action.protocol
}

export class UnsupportedProtocol extends Error {
  override name = 'UnsupportedProtocol'
  constructor(found: { minReaderVersion: number; minWriterVersion: number }) {
    super(
      `table protocol: found reader ${found.minReaderVersion}, writer ${found.minWriterVersion}; this writer knows 1 and 2`,
    )
  }
}
