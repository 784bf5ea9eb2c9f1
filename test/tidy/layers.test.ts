// The import table holds: every import of ours goes to a room it may go to, services never reach into src/, pure rooms stay pure.
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/catalog.ts'
import { ROOMS, renderImportTable } from './import-table.ts'
import { importsOf, sourceFiles } from './sources.ts'

const src = sourceFiles('src')
const roomOf = (file: string) => ROOMS.find(({ folder }) => file.startsWith(`${folder}/`) || file === `${folder}.ts`)

describe('import table', () => {
  it('is the one that ARCHITECTURE.md prints', () => {
    expect(readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')).toContain(renderImportTable())
  })

  it('knows a room for every file', () => {
    expect(src.filter((file) => roomOf(file) === undefined)).toEqual([])
  })

  it('has a row of the code map for every room of src/', () => {
    const map = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')
    const rooms = new Set(ROOMS.map(({ folder }) => folder.split('/').slice(0, 2).join('/')))
    expect([...rooms].filter((room) => !map.includes(`\n| \`${room}\` |`))).toEqual([])
  })

  it('is true', () => {
    const violations = src.flatMap((file) => {
      const room = roomOf(file)!
      return importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(file), name)).replace(/\.tsx?$/, ''))
        .filter(
          (target) =>
            !target.startsWith(`${room.folder}/`) &&
            !room.may.some((may) => target.startsWith(`${may}/`) || target === may),
        )
        .map((target) => `${file} → ${target}`)
    })
    expect(violations).toEqual([])
  })

  it('only the dashboard command knows the TUI', () => {
    const users = src.filter(
      (file) => file.startsWith('src/commands/') && importsOf(file).some((name) => name.includes('/tui/')),
    )
    expect(users.filter((file) => !['src/commands/dashboard.ts', 'src/commands/quickstart.ts'].includes(file))).toEqual(
      [],
    )
  })

  it('pure rooms import no node module that touches the world', () => {
    const allowed = new Set(['node:crypto', 'node:buffer'])
    const violations = src
      .filter((file) => roomOf(file)?.pure)
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith('node:') && !allowed.has(name))
          .map((name) => `${file} → ${name}`),
      )
    expect(violations).toEqual([])
  })
})

describe('services', () => {
  const services = sourceFiles('services')

  it('import their own folder and the kit, never src/ and never another service', () => {
    const violations = services.flatMap((file) => {
      const own = file.split('/').slice(0, 2).join('/')
      return importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(file), name)))
        .filter((target) => !target.startsWith(`${own}/`))
        .map((target) => `${file} → ${target}`)
    })
    expect(violations).toEqual([])
  })
})
