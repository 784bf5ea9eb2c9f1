// Is every port of the platform free or our own? A taken one would only show as a service that never becomes ready.
import { type Check, fail, pass } from './check.ts'

export const ports: Check = {
  id: 'ports',
  title: 'Ports of the platform',
  expected: 'free, or held by its own services',
  async answer({ preflight }) {
    const taken = (await preflight()).filter(({ code }) => code === 'PORT_TAKEN')
    if (taken.length === 0) return pass('free')
    const hints = [...new Set(taken.flatMap(({ hints }) => hints))]
    return fail(taken.map(({ message }) => message).join('; '), ...hints)
  },
}
