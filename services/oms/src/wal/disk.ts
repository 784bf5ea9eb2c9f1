// The disk as the log sees it: small enough for a test to own, so that a crash can be cut anywhere.

export interface Disk {
  /** Names of the files in the folder, sorted; makes the folder when it is missing. */
  list(): string[]
  read(name: string): Buffer
  /** First bytes of a file; fewer when it is shorter. */
  head(name: string, bytes: number): Buffer
  /** A file of zeros with `head` at its start, its bytes and its name durable when it resolves. */
  create(name: string, size: number, head: Buffer): Promise<void>
  open(name: string): DiskFile
  remove(name: string): void
  /** Whole or not at all, durable when it returns. */
  replace(name: string, content: string): void
  /** When a file was last written, wall clock. */
  modifiedMs(name: string): number
}

export interface DiskFile {
  write(bytes: Buffer, offset: number): void
  /** Returns when durable; a promise where the sync runs beside the event loop. */
  sync(): void | Promise<void>
  close(): void
}
