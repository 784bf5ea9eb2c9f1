// What is generated and committed is what its sources say now; `npm run update` writes it anew.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type CommandManifest, renderGenerated } from '../../src/app/generated.ts'
import { ROOT } from '../support/catalog.ts'

/** Written by bin/setup.js from the compiled commands. */
const manifest = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8')) as CommandManifest

it.each(renderGenerated(ROOT, manifest))('$file is up to date (npm run update)', ({ file, content }) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toBe(content)
})
