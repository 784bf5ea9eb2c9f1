// The bare limit, a process of its own: `node floor-server.js echo` answers each POST with its body; with `log FOLDER` it first
// appends the body to a log, where all that came in one turn of the event loop share one write and one sync. Nothing else: no
// parsing, no checks, no bus. It ends when its stdin does, so it never outlives whoever started it.
import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** As the log of oms does it (services.md 9.1): inside the loop where the disk is fast, beside it where it is slow. */
const FAST_SYNC_MS = 1
const LOG_BYTES = 32 * 1024 * 1024
const RECORD_BYTES = 512

interface Waiting {
  body: Buffer
  response: ServerResponse
}

const [mode, folder = '.'] = process.argv.slice(2)
const log = mode === 'log' ? openLog(join(folder, 'floor.log')) : undefined
let waiting: Waiting[] = []
let scheduled = false

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    if (log === undefined) return answer({ body, response })
    waiting.push({ body, response })
    if (!scheduled) setImmediate(flush)
    scheduled = true
  })
})

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ port, sync: log?.sync ?? 'none' })}\n`)
})
process.stdin.resume().on('end', () => {
  server.close(() => log?.close())
  server.closeAllConnections()
})

function flush(): void {
  const batch = waiting
  waiting = []
  log?.append(batch.length, () => {
    scheduled = false
    for (const one of batch) answer(one)
    if (waiting.length === 0) return
    scheduled = true
    setImmediate(flush)
  })
}

function answer({ body, response }: Waiting): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
  response.end(body)
}

/** A file of zeros that is written over again and again: no append ever changes its size. */
function openLog(path: string) {
  const file = openSync(path, 'w+')
  const megabyte = Buffer.alloc(1024 * 1024)
  for (let at = 0; at < LOG_BYTES; at += megabyte.length) writeSync(file, megabyte, 0, megabyte.length, at)
  fdatasyncSync(file)
  const sync = medianSyncMs(file) < FAST_SYNC_MS ? 'inline' : 'pool'
  let offset = 0
  return {
    sync,
    append(records: number, done: () => void): void {
      const bytes = Buffer.alloc(records * RECORD_BYTES, 1)
      if (offset + bytes.length > LOG_BYTES) offset = 0
      writeSync(file, bytes, 0, bytes.length, offset)
      offset += bytes.length
      if (sync === 'inline') {
        fdatasyncSync(file)
        done()
      } else
        fdatasync(file, (error) => {
          if (error) throw error
          done()
        })
    },
    close: () => closeSync(file),
  }
}

function medianSyncMs(file: number): number {
  const times = Array.from({ length: 21 }, (_, round) => {
    writeSync(file, Buffer.alloc(RECORD_BYTES, 1), 0, RECORD_BYTES, round * RECORD_BYTES)
    const startedMs = performance.now()
    fdatasyncSync(file)
    return performance.now() - startedMs
  })
  return times.sort((a, b) => a - b)[10] ?? 0
}
