// Which platform is meant: one named explicitly, else found by walking up, else the one that ships with the tool.
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TradeError } from '../model/errors.ts'
import type { PlatformPaths } from '../model/platform.ts'

const SETTINGS_FILE = 'trade2026.yaml'

export interface Located {
  root: string
  bundled: boolean
  readOnly: boolean
  paths: PlatformPaths
}

export interface Surroundings {
  cwd: string
  /** Folder of this package. */
  toolRoot: string
  /** From `--platform` or TRADE2026_PLATFORM. */
  explicit?: string
  /** Where an installed, read-only platform keeps its state. */
  userState: string
}

/** Throws PLATFORM_NOT_FOUND when a platform was named and is not there. */
export function locatePlatform({ cwd, toolRoot, explicit, userState }: Surroundings): Located {
  const root = explicit === undefined ? (walkUp(cwd) ?? toolRoot) : named(explicit, cwd)
  const bundled = root === toolRoot
  // An installed package belongs to the package manager; only a checkout may hold output.
  const readOnly = bundled && (root.includes(`${join('/', 'node_modules', '/')}`) || !writable(root))
  const home = readOnly ? userState : root
  return {
    root,
    bundled,
    readOnly,
    paths: {
      root,
      stack: join(home, 'stack'),
      state: join(home, '.trade2026'),
      tracker: join(home, 'COMPLETION_TRACKER.md'),
    },
  }
}

function named(explicit: string, cwd: string): string {
  const folder = resolve(cwd, explicit)
  if (existsSync(join(folder, SETTINGS_FILE))) return folder
  throw new TradeError(
    'PLATFORM_NOT_FOUND',
    `${join(folder, SETTINGS_FILE)}: file not found; expected a platform there`,
    {
      facts: { folder },
      hints: ['trade2026 status   (without --platform: the platform that ships with the tool)'],
    },
  )
}

function walkUp(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, SETTINGS_FILE))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
