// Are the servers that the local runtime starts as host processes there? `doctor --fix` installs what is missing.
import { type Check, fail, pass, warn } from './check.ts'

export const binaries: Check = {
  id: 'binaries',
  title: 'Server binaries of the local runtime',
  expected: 'on PATH or in the toolchain',
  answer({ binaries: wanted, locate }) {
    const lines = wanted.map(({ name, optional }) => {
      const located = locate(name)
      return { name, optional, located, text: located ? `${name} (${located.from})` : `${name} missing` }
    })
    const found = lines.map(({ text }) => text).join(', ')
    const missing = lines.filter(({ located }) => !located)
    if (missing.length === 0) return pass(found)
    const judge = missing.every(({ optional }) => optional) ? warn : fail
    return judge(found, 'trade2026 doctor --fix')
  },
}
