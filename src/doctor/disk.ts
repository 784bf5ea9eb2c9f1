// Is there room for state and data? A full disk stops the journal, and with it every change.
import { type Check, fail, pass, warn } from './check.ts'

const GIB = 1024 ** 3
const LEAST_BYTES = GIB / 2
const WISHED_BYTES = 4 * GIB

export const disk: Check = {
  id: 'disk',
  title: 'Free disk space where state and data go',
  expected: 'at least 0.5 GiB, better 4 GiB',
  answer({ folders, freeDiskBytes }) {
    const measured = Object.entries(folders).map(([use, folder]) => ({ use, folder, bytes: freeDiskBytes(folder) }))
    const tightest = measured.reduce((least, next) => (next.bytes < least.bytes ? next : least))
    const found = `${(tightest.bytes / GIB).toFixed(1)} GiB for ${tightest.use} (${tightest.folder})`
    if (tightest.bytes < LEAST_BYTES) return fail(found, `du -sh ${tightest.folder}`)
    return tightest.bytes < WISHED_BYTES ? warn(found, `du -sh ${tightest.folder}`) : pass(found)
  },
}
