// Writes oclif.manifest.json, so that a command starts without loading all the others (run by the build).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Plugin } from '@oclif/core/config'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const plugin = new Plugin({
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
  root: ROOT,
  type: 'core',
})
await plugin.load()
writeFileSync(join(ROOT, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`)
