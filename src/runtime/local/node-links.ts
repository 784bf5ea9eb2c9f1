// The packages of a workspace in a prepared tree. They are installed once for all members, in a folder of their own; the
// tree links to each of them, and a package that is a member links to its sources in the tree.
import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** `home`: folder of the tree that `cache` stands for; `folders`: where members may have packages of their own. */
export function linkWorkspace(home: string, cache: string, folders: readonly string[]): void {
  for (const folder of folders) {
    const from = join(cache, folder, 'node_modules')
    // A member that did not come along has no sources here and needs no packages.
    if (!existsSync(from) || !existsSync(join(home, folder))) continue
    linkAll(from, join(home, folder, 'node_modules'), { home, cache })
  }
}

function linkAll(from: string, to: string, places: { home: string; cache: string }): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    const [source, link] = [join(from, name), join(to, name)]
    if (name.startsWith('@')) linkAll(source, link, places)
    else symlinkSync(targetOf(source, link, places), link, 'junction')
  }
}

function targetOf(source: string, link: string, { home, cache }: { home: string; cache: string }): string {
  if (!lstatSync(source).isSymbolicLink()) return source
  const member = resolve(dirname(source), readlinkSync(source))
  const inside = relative(cache, member)
  if (inside.startsWith('..') || inside.split(sep).includes('node_modules')) return source
  // The tree is renamed once it is whole: only a relative link leads to the same place then.
  return relative(dirname(link), join(home, inside))
}
