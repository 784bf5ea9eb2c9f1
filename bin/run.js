#!/usr/bin/env node
// The launcher: runs the CLI on a Node that is new enough, and is the only place that turns an error into an exit code.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const NODE_MAJOR = 24

if (isVersionQuery(process.argv.slice(2))) printVersion()
else if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR) runOnBundledNode()
else await runHere()

function isVersionQuery(args) {
  return args.length === 1 && (args[0] === '--version' || args[0] === '-V')
}

function printVersion() {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
}

/** The `node` package carries a current Node for machines whose own is older. */
function runOnBundledNode() {
  const node = bundledNode()
  if (!node) {
    process.stderr.write(
      `trade2026 needs Node ${NODE_MAJOR}; this is ${process.version} and the bundled one is missing.\n` +
        '  try: npm install --allow-scripts=node   (the `node` package fetches its binary in an install script)\n',
    )
    process.exit(4)
  }
  // The channel carries no messages: its end tells the child that this process was killed, so that both die as one.
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TRADE2026_LAUNCHED: '1' },
  })
  // Ctrl-C reaches the child through the terminal's process group; this process only waits for its verdict.
  process.on('SIGINT', () => {})
  process.on('SIGQUIT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`${node}: ${error.message}\n`)
    process.exit(4)
  })
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
      // Where the signal cannot end this process, its conventional exit code does.
      setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100)
    } else process.exit(code ?? 70)
  })
}

function bundledNode() {
  const require = createRequire(import.meta.url)
  try {
    const folder = dirname(require.resolve('node/package.json'))
    const candidates = [join(folder, 'bin', 'node'), join(folder, 'bin', 'node.exe')]
    return candidates.find((path) => existsSync(path))
  } catch {
    return undefined
  }
}

async function runHere() {
  if (process.env.TRADE2026_LAUNCHED) {
    delete process.env.TRADE2026_LAUNCHED
    process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
    // Listening keeps the channel, and with it this process, alive: it must not outlive its command.
    process.channel?.unref()
  }
  module.enableCompileCache?.()
  // oclif would load semver to look at the version of Node that this launcher has just looked at.
  process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
  // A reader that went away (`| head`) is not an error.
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  // Without a reader of its progress a command still finishes what it began.
  process.stderr.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
  })
  const args = process.argv.slice(2)
  try {
    const { run } = await import('@oclif/core/run')
    await run(args, ROOT)
  } catch (error) {
    const { describeFailure } = await import('../dist/src/views/failure.js')
    const failure = describeFailure(error, { json: args.includes('--json'), debug: process.env.DEBUG !== undefined })
    if (failure.stdout) process.stdout.write(failure.stdout)
    if (failure.stderr) process.stderr.write(failure.stderr)
    process.exitCode = failure.exit
  }
  leaveSoon()
}

/** The work is done; a connection whose other end has stopped answering must not keep the command from ending. */
function leaveSoon() {
  const timer = setInterval(() => {
    if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit()
  }, 500)
  timer.unref()
}
