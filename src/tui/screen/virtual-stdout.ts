// The stdout Ink believes it has: it takes whole frames (Ink's debug mode writes one per commit) and hands them to the sink.
import { Writable } from 'node:stream'

export interface VirtualStdout extends NodeJS.WriteStream {
  setSize(cols: number, rows: number): void
}

export function createVirtualStdout(cols: number, rows: number, onFrame: (frame: string) => void): VirtualStdout {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const frame = chunk.toString()
      // Ink ends with an empty write to learn that all before it was taken.
      if (frame !== '') onFrame(frame)
      done()
    },
  })
  return Object.assign(stream as unknown as NodeJS.WriteStream, {
    isTTY: true,
    columns: cols,
    rows,
    setSize(this: VirtualStdout, newCols: number, newRows: number) {
      this.columns = newCols
      this.rows = newRows
      this.emit('resize')
    },
  }) as VirtualStdout
}
