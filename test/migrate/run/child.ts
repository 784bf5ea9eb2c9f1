// Migrates the invented platform on the real disk and kills itself with SIGKILL before the n-th call that changes it:
// `node child.ts <folder> <run> <n>`; n = 0 runs to the end. Prints the number of such calls.
import { type Disk, nodeDisk } from '../../../src/journal/disk.ts'
import { migrate } from '../../../src/migrate/run.ts'
import { depsOf, world } from './world.ts'

const [folder = '', run = '', at = '0'] = process.argv.slice(2)
const CHANGING = [
  'write',
  'append',
  'truncate',
  'sync',
  'chmod',
  'rename',
  'makeFolder',
  'removeFile',
  'removeFolder',
] as const

let calls = 0
const deadly: Disk = { ...nodeDisk }
for (const name of CHANGING) {
  const real = nodeDisk[name] as (...values: unknown[]) => void
  Object.assign(deadly, {
    [name]: (...values: unknown[]) => {
      calls++
      if (calls === Number(at)) process.kill(process.pid, 'SIGKILL')
      real(...values)
    },
  })
}
const report = await migrate(
  { services: ['tariff', 'crane'] },
  depsOf(world(deadly, folder, { twins: ['crane'] }), run),
)
console.log(JSON.stringify({ calls, verdict: report.verdict, changes: report.changes }))
