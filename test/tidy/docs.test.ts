// Documents that are generated or listed are true: error codes, change log, the commands of the README.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../src/model/errors.ts'
import { ROOT } from '../support/catalog.ts'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

describe('docs', () => {
  it('docs/errors.md lists every code with its exit, and no other (npm run update)', () => {
    const listed = [...read('docs/errors.md').matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)].map((match) => [
      match[1],
      Number(match[2]),
    ])
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(Object.entries(ERROR_CODES).map(([code, { exit }]) => [code, exit])),
    )
  })

  it('CHANGELOG.md has a heading per version and names the current one', () => {
    const version = (JSON.parse(read('package.json')) as { version: string }).version
    expect([...read('CHANGELOG.md').matchAll(/^## (\S+)/gm)].map((match) => match[1])).toContain(version)
  })

  it('links in the top-level documents lead somewhere', () => {
    const broken = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${file} → ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('npm scripts that the documents name exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts)
    const named = ['README.md', 'CONTRIBUTING.md'].flatMap((file) =>
      [...read(file).matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? ''),
    )
    expect(named.filter((name) => !scripts.includes(name))).toEqual([])
  })
})
