// Is the Node that runs the tool, and with it the services, new enough for what they are written with?
import { type Check, fail, pass } from './check.ts'

const MAJOR = 22

export const node: Check = {
  id: 'node',
  title: 'Node.js that runs the tool and the services',
  expected: `${MAJOR} or newer`,
  answer({ nodeVersion }) {
    const major = Number(/^v?(\d+)\./.exec(nodeVersion)?.[1])
    return major >= MAJOR ? pass(nodeVersion) : fail(nodeVersion, 'npm install')
  },
}
