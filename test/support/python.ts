// Python packages that judge our files from outside (deltalake, …). Installed once into a folder of their own, never into
// the machine's Python: TRADE2026_PYLIBS names the folder, else one under the temp folder is kept between runs.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PYTHON = process.env.TRADE2026_PYTHON ?? 'python3'

/** Folder for PYTHONPATH that holds exactly these requirements (`name==version`). */
export async function pythonLibs(requirements: string[]): Promise<string> {
  const given = process.env.TRADE2026_PYLIBS
  const root = given ?? join(tmpdir(), 'trade2026-pylibs')
  // Requirements differ between Pythons: a folder made by one is not another's.
  const { stdout } = await run(PYTHON, ['-c', 'import platform; print(platform.python_version())'])
  const folder = join(root, stdout.trim(), requirements.join('_').replace(/[^\w.=-]/g, '-'))
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  // Made aside and renamed: an install that was interrupted must not look complete to the next run.
  const aside = `${folder}.${process.pid}`
  await run(PYTHON, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--target',
    aside,
    ...requirements,
  ])
  await rename(aside, folder).catch(async (error) => {
    await rm(aside, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
  return folder
}

/** Runs a script with these packages and returns what it printed as JSON. */
export async function python<T>(requirements: string[], script: string, args: string[]): Promise<T> {
  const libs = await pythonLibs(requirements)
  const { stdout } = await run(PYTHON, ['-c', script, ...args], {
    env: { ...process.env, PYTHONPATH: libs },
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(stdout) as T
}
