// Writes what is generated from our own tables: compose files, JSON Schemas, docs/errors.md, docs/commands.md.
// test/tidy/generated.test.ts compares the result with what is committed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const { renderGenerated } = await import('../dist/src/app/generated.js')
const manifest = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8'))
for (const { file, content } of renderGenerated(ROOT.replace(/\/$/, ''), manifest)) {
  const path = join(ROOT, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  process.stdout.write(`written ${file}\n`)
}
