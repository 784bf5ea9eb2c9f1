// How much memory a process holds, from /proc; unknown where there is none.
import { readFile } from 'node:fs/promises'

export async function residentMb(pid: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(status)
    return found ? Math.round(Number(found[1]) / 1024) : undefined
  } catch {
    return undefined
  }
}
