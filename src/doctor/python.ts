// Is there a Python with pip? It is the package client that installs the server binaries, nothing else.
import { type Check, fail, pass, warn } from './check.ts'

/** Only needed to install server binaries: without it, and with the binaries there, nothing is wrong. */
export const python: Check = {
  id: 'python',
  title: 'Python with pip, which installs the server binaries',
  expected: 'python3 -m pip answers',
  async answer({ run, binaries, locate }) {
    const asked = await run(['python3', '-m', 'pip', '--version'])
    if (asked.code === 0) return pass(asked.output.trim().split(' from ')[0] ?? '')
    const found = asked.code === null ? 'no python3 on PATH' : 'python3 without pip'
    const missing = binaries.some(({ name, optional }) => !optional && !locate(name))
    return missing ? fail(found, 'sudo apt-get install python3-pip') : warn(found, 'sudo apt-get install python3-pip')
  },
}
