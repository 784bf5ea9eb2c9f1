// Where checked definitions are kept between commands: in the state folder of the platform, for this very build of the tool.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Memory } from '../catalog/remember.ts'
import type { PlatformPaths } from '../model/platform.ts'
import { writeWhole } from '../runtime/local/record.ts'
import type { Context } from './context.ts'

/** The rooms whose code decides what a definition text means. */
const ROOMS = ['catalog', 'kit', 'model']

const FORGETFUL: Memory = { recall: () => undefined, keep: () => {} }

export interface Kept {
  memory: Memory
  fingerprint: string
}

/** A place for what is known under a name, e.g. `catalog`. */
export function keptDefinitions({ toolRoot, toolVersion }: Context, { state }: PlatformPaths): (name: string) => Kept {
  const builds = quietly(() => ROOMS.map((room) => buildOf(join(toolRoot, 'dist', 'src', room))))
  if (builds === undefined) return () => ({ memory: FORGETFUL, fingerprint: '' })
  const fingerprint = [toolVersion, ...builds].join(' ')
  return (name) => ({ memory: fileMemory(state, name), fingerprint })
}

function fileMemory(state: string, name: string): Memory {
  const file = join(state, 'cache', `${name}.json`)
  return {
    recall: () => quietly(() => readFileSync(file, 'utf8')),
    keep(text) {
      // Looking at a platform leaves nothing behind where nothing was; and a disk that is full is no reason not to look.
      quietly(() => (existsSync(state) ? writeWhole(file, text) : undefined))
    },
  }
}

/** Sizes and times of the compiled files: a rebuild while developing changes them, the version does not. */
function buildOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => statSync(join(folder, name)))
    .map(({ size, mtimeMs }) => `${size}:${mtimeMs}`)
    .join(',')
}

function quietly<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
