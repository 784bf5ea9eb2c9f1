// Makes a fresh clone runnable: installs what package-lock.json pins, then compiles. Plain JavaScript without
// dependencies, because it runs before there are any. Idempotent: a second run finds its stamps and does nothing.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const MIN_NODE = 20

checkNode()
step('Dependencies installed', 'node_modules/.trade2026-stamp', hashFiles(['package-lock.json']), installDependencies)
step(
  'Sources compiled',
  'dist/.trade2026-stamp',
  hashSources(['src', 'services', 'tsconfig.json', 'package.json']),
  compile,
)

function checkNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= MIN_NODE) return
  fail(
    `Node ${process.version} found; Node ${MIN_NODE} or newer expected.`,
    'Install a current Node from your system or nodejs.org, then run this again.',
  )
}

/** Runs `act` unless the stamp says that it was done for the same input; prints one line either way. */
function step(title, stamp, input, act) {
  const file = join(ROOT, stamp)
  if (existsSync(file) && readFileSync(file, 'utf8') === input) return
  const began = Date.now()
  process.stderr.write(`… ${title.replace(/(installed|compiled)$/, (word) => `being ${word}`)}\n`)
  act()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, input)
  process.stderr.write(`✔ ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`)
}

function installDependencies() {
  // Under an older Node npm warns for each package that wants a newer one; the bundled `node` package is that newer one.
  run(
    npmCommand(),
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'Check the network and `npm config get registry`, then run this again.',
  )
}

function compile() {
  const node = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  run(
    node,
    [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(ROOT, 'tsconfig.json')],
    'The errors above are in the sources; `npm run check` shows them all.',
  )
  run(
    node,
    [join(ROOT, 'bin', 'manifest.js')],
    'The command manifest could not be written; `DEBUG=* node bin/manifest.js` tells more.',
  )
}

function npmCommand() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm'
}

function run(command, args, hint) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (result.error) fail(`${command}: ${result.error.message}`, hint)
  if (result.status !== 0) fail(`${command} ${args[0]} ended with ${result.status ?? result.signal}.`, hint)
}

function fail(message, hint) {
  process.stderr.write(`✖ ${message}\n  try: ${hint}\n`)
  process.exit(4)
}

function hashFiles(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}

/** Over path, size and modification time: cheap, and wrong only in the direction of compiling once more. */
function hashSources(roots) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(join(ROOT, path))
    if (stat.isDirectory()) for (const name of readdirSync(join(ROOT, path)).sort()) visit(join(path, name))
    else if (/\.(ts|tsx|json)$/.test(path)) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
  }
  for (const root of roots) visit(root)
  return hash.digest('hex')
}
