// The engine against the hand-made ground truth of the legacy fixture: every labelled place, and no edit that nobody asked for.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { diskReader } from '../../../src/app/reader.ts'
import { loadCatalog, loadSettings } from '../../../src/catalog/load.ts'
import { applyEdits } from '../../../src/migrate/rewrite/apply.ts'
import { auditLeftovers } from '../../../src/migrate/rewrite/audit.ts'
import { planRewrite } from '../../../src/migrate/rewrite/plan.ts'
import { buildRegistry } from '../../../src/migrate/rewrite/registry.ts'
import { discover } from '../../../src/migrate/survey/discover.ts'
import { subtree } from '../../../src/migrate/survey/tree.ts'
import type { EndpointFinding } from '../../../src/model/endpoint.ts'
import { readTree } from '../../../src/observe/legacy.ts'
import { readLabels } from '../../support/labels.ts'
import { grammars, textOf } from '../../support/rewrite.ts'

const root = join(import.meta.dirname, '../../..')
const fixture = join(root, 'test/fixtures/trade2025')
const labels = readLabels(fixture)
const findings: EndpointFinding[] = []
const after = new Map<string, Uint8Array>()
const leftovers: unknown[] = []
const open: string[] = []

beforeAll(async () => {
  const reader = diskReader(root)
  const paths = { root, stack: '', state: '', tracker: '' }
  const catalog = loadCatalog({ settings: loadSettings(reader), paths, bundled: true, readOnly: true }, reader)
  const files = readTree(fixture)
  const { services, registry } = await discover({ files, registry: buildRegistry(catalog), grammars })
  for (const service of services) {
    const own = subtree(files, service.path, service.nested)
    const plan = await planRewrite({ service: service.id, root: service.path, files: own, registry, grammars })
    findings.push(...plan.findings)
    open.push(...plan.questions.map((question) => question.id))
    const done = own
      .list()
      .map(
        ({ path }) =>
          [`${service.path}/${path}`, applyEdits(own.read(path), plan.edits.get(path) ?? [], path)] as const,
      )
    for (const [path, bytes] of done) after.set(path, bytes)
    leftovers.push(...auditLeftovers(new Map(done), plan, { names: [...registry.renames.keys()] }))
  }
})

test.each(labels)('$file:$line is $role, $action', (label) => {
  const file = `trading/apps/${label.file}`
  const here = findings.filter((one) => one.file === file && one.line === label.line)
  const wanted = {
    role: label.role,
    action: label.action,
    ...(label.variable ? { variable: label.variable } : {}),
    ...(label.target ? { target: label.target } : {}),
  }
  expect(here).toContainEqual(expect.objectContaining(wanted))
  const line = textOf(after.get(file)!).split('\n')[label.line - 1]!.trimEnd()
  if (label.after !== undefined) expect(line).toBe(label.after.trimEnd())
  // Anything but an edit leaves the line as it was.
  if (label.action !== 'edit')
    expect(line).toBe(readFileSync(join(fixture, file), 'utf8').split('\n')[label.line - 1]!.trimEnd())
})

test('no question is open and no hit is without an owner', () => {
  expect(open).toEqual([])
  expect(leftovers).toEqual([])
})
