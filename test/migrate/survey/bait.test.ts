// A survey of a folder full of bait: every file ends up as a finding or in the list of what was not covered.
import { expect, it } from 'vitest'
import { buildRegistry } from '../../../src/migrate/rewrite/registry.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { loadGrammars } from '../../../src/observe/legacy.ts'
import { bundledCatalog } from '../../support/catalog.ts'

const URL = '"http://localhost:6105/a"'
const MAIN = `from flask import Flask\napp = Flask(__name__)\nPEER = ${URL}\napp.run(host="127.0.0.1", port=6101)\n`

const BAIT: Record<string, string | Buffer> = {
  'deep.json': `${'['.repeat(100_000)}${URL}${']'.repeat(100_000)}`,
  'deep.yaml': `a: ${'['.repeat(20_000)}${URL}${']'.repeat(20_000)}`,
  'deep.js': `x = ${'['.repeat(5000)}${URL}${']'.repeat(5000)}`,
  'deep.xml': `${'<a>'.repeat(20_000)}http://localhost:6105${'</a>'.repeat(20_000)}`,
  'deep.toml': `a = ${'['.repeat(20_000)}${URL}${']'.repeat(20_000)}`,
  'line.py': `x = "${'a'.repeat(1_300_000)} localhost"\n`,
  'line.js': `x = "${'a'.repeat(1_300_000)} localhost"\n`,
  'line.yaml': `x: "${'a'.repeat(1_300_000)} localhost"\n`,
  'lines.py': `${'\n'.repeat(500_000)}x = ${URL}\n`,
  'many.yaml': Array.from({ length: 6000 }, (_, i) => `k${i}_host: localhost\nk${i}_port: 6105\n`).join(''),
  'odd.yaml': Buffer.from([0xff, 0xfe, ...Buffer.from(`url: ${URL}\n`, 'utf16le'), 0x41]),
  'proto.json': `{"__proto__": {"url": ${URL}}}`,
  'bad.py': Buffer.concat([Buffer.from(`x = ${URL} # `), Buffer.from([0xc3, 0x28, 0xff])]),
}

it.each(Object.keys(BAIT))('%s is a finding or told as not covered', async (name) => {
  const tree = new Map<string, Buffer>([
    ['depot/main.py', Buffer.from(MAIN)],
    ['depot/requirements.txt', Buffer.from('flask\n')],
    [`depot/${name}`, Buffer.from(BAIT[name]!)],
  ])
  const files = {
    list: () => [...tree].map(([path, bytes]) => ({ path, size: bytes.length, mode: 0o644 })),
    read: (path: string) => tree.get(path)!,
  }
  const report = await surveyTree({
    source: 'bait',
    files,
    registry: buildRegistry(bundledCatalog()),
    endpoints: {},
    grammars: loadGrammars(),
  })
  expect(report.services.map(({ id }) => id)).toEqual(['depot'])
  const told = [...report.endpoints, ...report.notCovered].map(({ file }) => file)
  expect(told).toContain(`depot/${name}`)
  expect(told).toContain('depot/main.py')
})
