// Sockets joined to processes: from a made-up /proc, and from a real process of this host.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSockets } from '../../src/observe/sockets.ts'

let proc: string
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'trade2026-proc-'))
  mkdirSync(join(proc, 'net'))
})
afterEach(() => rmSync(proc, { recursive: true, force: true }))

const row = (local: string, remote: string, state: string, inode: number): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100`
const table = (name: string, ...rows: string[]): void =>
  writeFileSync(join(proc, 'net', name), ['  sl  local_address rem_address   st', ...rows, ''].join('\n'))
const running = (pid: number, cwd: string, command: string[], inodes: number[]): void => {
  mkdirSync(join(proc, String(pid), 'fd'), { recursive: true })
  writeFileSync(join(proc, String(pid), 'cmdline'), `${command.join('\0')}\0`)
  symlinkSync(cwd, join(proc, String(pid), 'cwd'))
  for (const [index, inode] of inodes.entries())
    symlinkSync(`socket:[${inode}]`, join(proc, String(pid), 'fd', String(index)))
}

test('who listens, who dials; the accepting end of a connection dials nobody', () => {
  table(
    'tcp',
    row('0100007F:189D', '00000000:0000', '0A', 11), // 6301
    row('0100007F:189D', '0100007F:C350', '01', 12), // accepted from 50000
    row('0100007F:C350', '0100007F:189D', '01', 13), // 50000 dials 6301
    row('0A00000A:C351', '0B00000A:01BB', '01', 14), // to another machine
    row('0100007F:C352', '0100007F:18EB', '06', 15), // closing
  )
  table('tcp6', row('00000000000000000000000000000000:189E', '00000000000000000000000000000000:0000', '0A', 16))
  running(100, '/old/tide', ['python', 'main.py'], [11, 12])
  running(200, '/old/berth', ['node', 'server.js', '--token=x'], [13, 14, 15, 16])
  running(300, '/elsewhere', ['sleep'], [])
  expect(readSockets(proc).processes).toEqual([
    { pid: 100, cwd: '/old/tide', command: ['python', 'main.py'], listening: [6301], dials: [] },
    { pid: 200, cwd: '/old/berth', command: ['node', 'server.js', '--token=x'], listening: [6302], dials: [6301] },
  ])
})

test('::1 and 127.0.0.1 inside IPv6 are this host', () => {
  table(
    'tcp6',
    row('00000000000000000000000001000000:C350', '00000000000000000000000001000000:189D', '01', 1),
    row('0000000000000000FFFF00000100007F:C351', '0000000000000000FFFF00000100007F:189E', '01', 2),
    row('00000000000000000000000001000000:C352', 'B80D0120000000000000000001000000:189F', '01', 3),
  )
  running(1, '/', [], [1, 2, 3])
  expect(readSockets(proc).processes[0]?.dials).toEqual([6301, 6302])
})

test('a process that may not be read is counted; no /proc at all is no error', () => {
  table('tcp', row('0100007F:189D', '00000000:0000', '0A', 11))
  mkdirSync(join(proc, '77'))
  expect(readSockets(proc)).toEqual({ processes: [], unreadable: 1 })
  expect(readSockets(join(proc, 'nothing'))).toEqual({ processes: [], unreadable: 0 })
})

test.runIf(process.platform === 'linux')('a real process of this host', async () => {
  const code =
    "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{require('net').connect(s.address().port,'127.0.0.1',()=>console.log(s.address().port))})"
  const child = spawn(process.execPath, ['-e', code], { cwd: proc, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const port = Number(line.toString())
    const seen = readSockets().processes.find(({ pid }) => pid === child.pid)
    expect(seen).toMatchObject({ listening: [port], dials: [port] })
    expect(seen?.cwd).toBe(proc)
  } finally {
    child.kill()
    await once(child, 'exit')
  }
})
