// The bundled catalog and small invented ones, for tests.
import { fileURLToPath } from 'node:url'
import { diskReader } from '../../src/app/reader.ts'
import { type FileReader, loadCatalog, loadSettings } from '../../src/catalog/load.ts'
import type { Catalog, Platform } from '../../src/model/platform.ts'

export { diskReader }

export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')

export function memoryReader(files: Record<string, string>): FileReader {
  return {
    read: (path) => files[path],
    list: (folder) =>
      [
        ...new Set(
          Object.keys(files)
            .filter((path) => path.startsWith(`${folder}/`))
            .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
        ),
      ].sort(),
  }
}

export function bundledCatalog(state = '/state'): Catalog {
  const reader = diskReader(ROOT)
  const platform: Platform = {
    settings: loadSettings(reader),
    paths: { root: ROOT, stack: `${ROOT}/stack`, state, tracker: `${ROOT}/COMPLETION_TRACKER.md` },
    bundled: true,
    readOnly: false,
  }
  return loadCatalog(platform, reader)
}

const LANES = ['frontend', 'lowlatency', 'backend']
  .map(
    (lane, index) =>
      `  ${lane}: { network: t-${lane}, subnet: 172.2${index}.0.0/16, gateway: 172.2${index}.0.1, bridge: t-${lane.slice(0, 5)}, ports: any }`,
  )
  .join('\n')
export const PLATFORM_YAML = `name: tiny\nlanes:\n${LANES}\n`

/** A definition with everything required and nothing more; `extra` lines override or add. */
export function serviceYaml(id: string, port: number, extra = 'lanes: [backend]\n'): string {
  return `id: ${id}
kind: app
title: ${id}
role: test
ports: { http: ${port} }
health: { probe: { kind: http, port: http, path: /health } }
image: ${id}:latest
resources: { memoryMb: 64 }
${extra}`
}

export function tinyCatalog(files: Record<string, string>): Catalog {
  const reader = memoryReader({ 'trade2026.yaml': PLATFORM_YAML, ...files })
  const paths = {
    root: '/tiny',
    stack: '/tiny/stack',
    state: '/tiny/.trade2026',
    tracker: '/tiny/COMPLETION_TRACKER.md',
  }
  return loadCatalog({ settings: loadSettings(reader), paths, bundled: false, readOnly: false }, reader)
}
