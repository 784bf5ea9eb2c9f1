// Calling a package client or a compiler of this host, and saying plainly when it is not there.
import { TradeError } from '../../model/errors.ts'
import type { PlatformPaths } from '../../model/platform.ts'
import { runCommand } from './command.ts'

export interface TreeContext {
  paths: PlatformPaths
  /** Folder of this tool: bundled services use its packages. */
  toolRoot: string
  env: Readonly<Record<string, string | undefined>>
  node: string
  signal: AbortSignal
}

export interface ToolCall {
  /** `while …`, for people. */
  what: string
  hint: string
  cwd?: string
  env?: Record<string, string>
}

/** Throws TOOL_MISSING or TOOLCHAIN_FAILED with the last lines of what it said. */
export async function runTool(command: string[], { env, signal }: TreeContext, call: ToolCall): Promise<void> {
  const result = await runCommand(command, {
    env: { ...outsideProject(env), ...call.env },
    signal,
    ...(call.cwd === undefined ? {} : { cwd: call.cwd }),
  })
  if (result.code === 0) return
  const missing = result.code === null || result.code === 127
  const lastLines = result.output.trim().split('\n').slice(-8)
  const told = lastLines.find((line) => /error/i.test(line)) ?? lastLines.at(-1) ?? ''
  throw new TradeError(
    missing ? 'TOOL_MISSING' : 'TOOLCHAIN_FAILED',
    missing
      ? `${command[0]}: not found ${call.what}`
      : `${command[0]}: ended with ${result.code} ${call.what}: ${told.trim().slice(0, 300)}`,
    { facts: { command, lastLines }, hints: [call.hint, 'trade2026 doctor'] },
  )
}

/** What `npm run` tells its children about the project it is in. */
const OF_A_PROJECT =
  /^npm_(package|lifecycle)_|^npm_(command|execpath|node_execpath)$|^npm_config_(local_|global_)?prefix$|^INIT_CWD$/i

/** The environment for an npm that works on another project; registry and certificates stay. */
export function outsideProject<T>(env: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OF_A_PROJECT.test(name)))
}
