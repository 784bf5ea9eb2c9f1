// Crates of one Cargo workspace: the root with its lock, crates depended on by path, and of the other members what Cargo
// insists on before it builds any: a manifest and the file a target begins with.
import { folderOf } from '../../../kit/path.ts'
import { joined } from '../tree.ts'
import { at, filesAt, type Part, type Seed, upward } from './part.ts'

const ROOT = ['Cargo.toml', 'Cargo.lock', 'rust-toolchain', 'rust-toolchain.toml']
const TARGETS = ['Cargo.toml', 'build.rs', 'src/main.rs', 'src/lib.rs']

export function cargoParts({ package: own, sources }: Seed): Part[] {
  const text = (folder: string): string => sources.text(at(folder, 'Cargo.toml')) ?? ''
  if (text(own) === '') return []
  const root = upward(own).find((folder) => /^\[workspace\b/m.test(text(folder)))
  const parts = new Map<string, Part>()
  const needed = new Set([own])
  for (const folder of needed) {
    if (folder !== own && folder !== root) parts.set(folder, { path: folder, reason: 'crate it depends on' })
    for (const one of byPath(text(folder), folder)) if (sources.hasFile(at(one, 'Cargo.toml'))) needed.add(one)
    if (root !== undefined && /workspace\s*=\s*true/.test(text(folder)))
      for (const one of byPath(text(root), root)) if (sources.hasFile(at(one, 'Cargo.toml'))) needed.add(one)
  }
  if (root === undefined || root === own) return [...parts.values()]
  const members = sources.list
    .filter((file) => file.endsWith('/Cargo.toml') && folderOf(file) !== root && upward(folderOf(file)).includes(root))
    .map(folderOf)
  return [
    ...parts.values(),
    ...filesAt(root, ROOT, 'root of the workspace', sources),
    ...(sources.hasFolder(at(root, '.cargo')) ? [{ path: at(root, '.cargo'), reason: 'root of the workspace' }] : []),
    ...members
      .filter((folder) => !needed.has(folder))
      .flatMap((folder) => [
        ...filesAt(folder, TARGETS, 'member that Cargo insists on', sources),
        ...sources.list
          .filter((file) => file.startsWith(at(folder, 'src/bin/')))
          .map((path) => ({ path, reason: 'member that Cargo insists on' })),
      ]),
  ]
}

function byPath(text: string, folder: string): string[] {
  return [...text.matchAll(/\bpath\s*=\s*"([^"]+)"/g)]
    .map((match) => joined(folder, match[1]!))
    .filter((path) => !path.endsWith('.rs'))
}
