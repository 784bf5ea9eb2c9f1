// Evidence of a step: files in .trade2026/evidence/<service>/<step>/, each named in the journal with its digest.
import type { Disk } from '../../journal/disk.ts'
import { ensureFolder, parentOf, replaceFile } from '../../journal/disk.ts'
import { canonicalJson, sha256 } from '../../kit/digest.ts'
import { redact } from '../../kit/redact.ts'
import type { Evidence } from '../../model/event.ts'
import type { ServiceId, StepId } from '../../model/ids.ts'

export interface EvidenceStore {
  /** Writes one document and says what it is; passwords in URLs never reach it. */
  write(service: ServiceId, step: StepId, name: string, content: unknown, summary: string): Evidence
  /** A step's `log.txt`, begun anew; what is said later is added as it comes, so that a killed step leaves its log too. */
  log(service: ServiceId, step: StepId, first: string): (line: string) => void
}

export function openEvidence(disk: Disk, stateFolder: string): EvidenceStore {
  return {
    write(service, step, name, content, summary) {
      const path = `evidence/${service}/${step}/${name}`
      const absolute = `${stateFolder}/${path}`
      const bytes = Buffer.from(redact(typeof content === 'string' ? content : pretty(content)))
      writeDurably(disk, absolute, bytes)
      return { kind: 'file', path, sha256: sha256(bytes), summary }
    },
    log(service, step, first) {
      const path = `${stateFolder}/evidence/${service}/${step}/log.txt`
      const line = (text: string): Uint8Array => Buffer.from(redact(`${text.trimEnd()}\n`))
      ensureFolder(disk, parentOf(path))
      disk.write(path, line(first))
      return (text) => disk.append(path, line(text))
    },
  }
}

/** A document of the state folder: whole or not there, and durable. */
export function writeDurably(disk: Disk, path: string, bytes: Uint8Array): void {
  ensureFolder(disk, parentOf(path))
  replaceFile(disk, path, `${path}.tmp`, bytes, 0o644)
  disk.sync(parentOf(path))
}

export function pretty(content: unknown): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(content)), null, 2)}\n`
}
