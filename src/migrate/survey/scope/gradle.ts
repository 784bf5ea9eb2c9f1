// Projects of one Gradle build: its settings, what the root build says for all, the projects a project depends on, and the
// build files of the others, since Gradle configures every project it was told of.
import { baseName, folderOf } from '../../../kit/path.ts'
import { joined } from '../tree.ts'
import { at, filesAt, type Part, type Seed, upward } from './part.ts'

const BUILD = /^build\.gradle(\.kts)?$/
const ROOT = /^((build|settings)\.gradle(\.kts)?|gradle\.properties|gradle\.lockfile|gradlew)$/

export function gradleParts({ package: own, sources }: Seed): Part[] {
  const settings = upward(own)
    .flatMap((folder) => ['settings.gradle', 'settings.gradle.kts'].map((name) => at(folder, name)))
    .find((file) => sources.hasFile(file))
  if (settings === undefined || filesAt(own, BUILD, '', sources).length === 0) return []
  const root = folderOf(settings)
  const text = sources.text(settings) ?? ''
  const projects = projectsOf(text, root)
  const builds = [...text.matchAll(/includeBuild\s*\(?\s*["']([^"']+)["']/g)].map((match) => ({
    path: joined(root, match[1]!),
    reason: 'build that the settings include',
  }))
  if (root === own && builds.length === 0) return []
  const parts = new Map<string, Part>()
  const needed = new Set([own])
  for (const folder of needed) {
    if (folder !== own && folder !== root) parts.set(folder, { path: folder, reason: 'project it depends on' })
    for (const { path } of filesAt(folder, BUILD, '', sources))
      for (const name of dependenciesIn(sources.text(path) ?? '', projects)) needed.add(projects.get(name)!)
  }
  const common = filesAt(root, ROOT, 'settings and root of the build', sources)
  const folders = ['gradle', 'buildSrc'].map((name) => at(root, name)).filter((folder) => sources.hasFolder(folder))
  const others = [...projects.values()]
    .filter((folder) => !needed.has(folder))
    .flatMap((folder) => filesAt(folder, BUILD, 'listed by the settings', sources))
  return [
    ...parts.values(),
    ...common,
    ...folders.map((path) => ({ path, reason: 'settings and root of the build' })),
    ...others,
    ...builds,
  ]
}

/** `:lib:core` → folder. */
function projectsOf(text: string, root: string): Map<string, string> {
  const projects = new Map<string, string>()
  for (const match of text.matchAll(/\binclude\b\s*\(?((?:\s*["'][^"']+["']\s*,?)+)/g))
    for (const [, name = ''] of match[1]!.matchAll(/["']([^"']+)["']/g)) {
      const path = name.replace(/^:/, '')
      projects.set(`:${path}`, joined(root, path.replaceAll(':', '/')))
    }
  for (const [, name = '', folder = ''] of text.matchAll(
    /project\(\s*["']([^"']+)["']\s*\)\.projectDir\s*=\s*(?:new File\([^,)]*,\s*|file\(\s*)["']([^"']+)["']/g,
  ))
    projects.set(name, joined(root, folder.replace(/^\$\{?rootDir\}?\//, '')))
  return projects
}

function dependenciesIn(text: string, projects: ReadonlyMap<string, string>): string[] {
  const named = [...text.matchAll(/project\(\s*(?:path\s*[:=]\s*)?["'](:[^"']+)["']/g)].map((match) => match[1]!)
  // `projects.depotClient` is `:depot-client`.
  const typed = [...text.matchAll(/\bprojects\.([\w.]+)/g)].map((match) => match[1]!)
  const plain = (name: string): string =>
    name
      .replace(/^:/, '')
      .replaceAll(/[-_:.]/g, '')
      .toLowerCase()
  return [...projects.keys()].filter(
    (name) =>
      named.includes(name) || typed.some((one) => plain(one) === plain(name) || plain(one) === plain(baseName(name))),
  )
}
