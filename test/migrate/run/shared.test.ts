// Two services that take the same library along: each has a copy of its own, and only what changes for one touches it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rollback } from '../../../src/migrate/rollback.ts'
import { migrate } from '../../../src/migrate/run.ts'
import { legacySource } from '../../../src/migrate/source.ts'
import { folderScope } from '../../../src/migrate/survey/scope/scope.ts'
import { type MemoryDisk, memoryDisk } from '../../journal/memory-disk.ts'
import { depsOf, LEGACY, treeOf, type World, world } from './world.ts'

const BOTH = ['tariff', 'crane']
const LIBRARY = 'apps/common/addresses.py'
let runs = 0

function shared(): World & { disk: MemoryDisk } {
  const disk = memoryDisk(['/p'])
  const legacy = { ...LEGACY, [LIBRARY]: 'TARIFF = "http://localhost:6105"\n', 'apps/README.md': 'all\n' }
  return { ...world(disk, '/p', { legacy }), disk }
}

function deps(it: World) {
  return {
    ...depsOf(it, `shared${++runs}`),
    source: async ({ legacy }: { legacy: { path?: string } }) =>
      legacySource({
        tree: treeOf(it.legacy),
        from: '/old',
        scope: {
          ...folderScope(legacy.path ?? ''),
          root: 'apps',
          parts: [{ path: 'apps/common', reason: 'library it imports' }],
        },
        language: 'python',
        command: ['python', 'main.py'],
      }),
  }
}

async function touched(it: World): Promise<string[]> {
  const { services } = await migrate({ services: BOTH }, deps(it))
  expect(services.map(({ verdict }) => verdict)).toEqual(['pass', 'pass'])
  const changed = it.calls.flatMap((call) => (call.endsWith(' prepared') ? [call.split(' ')[0]!] : []))
  it.calls.length = 0
  return changed
}

const platform = (disk: MemoryDisk): string[] =>
  disk.dump('/p').filter((line) => !line.startsWith('/p/.trade2026') && !line.startsWith('/p/running'))

describe('two services that share a library', () => {
  it('each take it along, in the layout of the tree, and leave the other’s own files behind', async () => {
    const it = shared()
    await touched(it)
    for (const id of BOTH)
      expect(Buffer.from(it.disk.read(`/p/stack/${id}/common/addresses.py`)!).toString()).toBe(
        'TARIFF = "http://tariff:7105"\n',
      )
    expect(it.disk.stat('/p/stack/crane/tariff/main.py')).toBeUndefined()
    expect(it.disk.stat('/p/stack/crane/README.md')).toBeUndefined()
  })

  it('a second run changes nothing; a change of the library runs both again, of a private file only its own', async () => {
    const it = shared()
    expect(await touched(it)).toEqual(BOTH)
    expect(await touched(it)).toEqual([])
    it.legacy[LIBRARY] += 'TIDE = "x"\n'
    expect(await touched(it)).toEqual(BOTH)
    it.legacy['apps/crane/lib/jobs.py'] += '# one more\n'
    expect(await touched(it)).toEqual(['crane'])
    it.legacy['apps/README.md'] = 'changed\n'
    expect(await touched(it)).toEqual([])
  })

  it('go and come back in any order, and leave nothing', async () => {
    const moves = fc.array(fc.constantFrom(...BOTH), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(moves, async (order) => {
        const it = shared()
        const before = platform(it.disk)
        const there = new Set<string>()
        for (const id of order)
          if (there.delete(id)) await rollback([id], deps(it))
          else {
            expect((await migrate({ services: [id] }, deps(it))).verdict).toBe('pass')
            there.add(id)
          }
        for (const id of there) await rollback([id], deps(it))
        expect(platform(it.disk)).toEqual(before)
      }),
      { numRuns: 15 },
    )
  })
})
