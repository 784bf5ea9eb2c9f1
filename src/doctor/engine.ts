// Does a Docker engine answer, and is it new enough? None at all is fine as long as nobody asked for Docker.
import { type Check, fail, pass, warn } from './check.ts'

const API_FLOOR = 1.41

export const engine: Check = {
  id: 'engine',
  title: 'Docker engine',
  expected: `API ${API_FLOOR} or newer, or none: the local runtime needs no Docker`,
  async answer({ askEngine, wantsDocker }) {
    const asked = await askEngine()
    if ('absent' in asked) return wantsDocker ? fail('none', 'trade2026 up --runtime local') : pass('none')
    if ('failure' in asked)
      return (wantsDocker ? fail : warn)(asked.failure, 'docker version', 'trade2026 up --runtime local')
    const found = `engine ${asked.version}, API ${asked.api}`
    return isAtLeast(asked.api, String(API_FLOOR))
      ? pass(found)
      : (wantsDocker ? fail : warn)(found, 'trade2026 up --runtime local')
  },
}

/** Versions are pairs of numbers: 1.9 is older than 1.41. */
function isAtLeast(found: string, floor: string): boolean {
  const [major = 0, minor = 0] = found.split('.').map(Number)
  const [floorMajor = 0, floorMinor = 0] = floor.split('.').map(Number)
  return major > floorMajor || (major === floorMajor && minor >= floorMinor)
}
