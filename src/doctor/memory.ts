// Is there memory for the whole platform? A warning only: what is tight today may do.
import { type Check, pass, warn } from './check.ts'

const GIB = 1024 ** 3
const WISHED_BYTES = 1.5 * GIB

export const memory: Check = {
  id: 'memory',
  title: 'Available memory',
  expected: 'at least 1.5 GiB',
  answer({ availableMemoryBytes }) {
    const bytes = availableMemoryBytes()
    const found = `${(bytes / GIB).toFixed(1)} GiB`
    return bytes < WISHED_BYTES ? warn(found, 'ps aux --sort=-rss | head') : pass(found)
  },
}
