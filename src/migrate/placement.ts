// Where the files of one service come to lie in its copy. Most services are a folder. One that shares a manifest or a library
// with others brings both along: beside its own files where the language finds them there, else in the layout of the tree.
// Pure.
import { below, commonFolder, folderOf, inside, referencesOf } from './references.ts'

export interface Placed {
  /** Folder below the source root that the copy's paths count from; findings name their files by it. */
  root: string
  /** Path below the source root → path in the copy, for what lies outside the service's folder. */
  brought: Record<string, string>
  /** Where the service's own folder lies in the copy. */
  own: string
  command: string[]
}

export interface PlacementFacts {
  path: string
  /** Folder of the nearest manifest. */
  package: string
  /** Files outside the folder that the program takes in. */
  shared: readonly string[]
  language: string
  command: readonly string[]
}

const MANIFESTS: Readonly<Record<string, RegExp>> = {
  go: /^(go\.(mod|sum|work|work\.sum)|vendor\/.*)$/,
  python:
    /^(requirements[^/]*\.txt|requirements\/.*\.txt|pyproject\.toml|poetry\.lock|uv\.lock|Pipfile(\.lock)?|setup\.(py|cfg)|\.python-version)$/,
  node: /^(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|\.npmrc|\.yarnrc\.yml|\.nvmrc|tsconfig[^/]*\.json)$/,
  ruby: /^(Gemfile(\.lock)?|\.ruby-version)$/,
  php: /^composer\.(json|lock)$/,
}

export function placementOf(
  service: PlacementFacts,
  files: readonly string[],
  text: (path: string) => string = () => '',
): Placed {
  const references = referencesOf(service, files, text)
  if (references !== undefined) {
    const { root } = references
    const own = inside(service.path, root)
    const brought = Object.fromEntries(references.files.map((file) => [file, inside(file, root)]))
    // The module is named by where its build leaves the program.
    const command = service.command.map((word) => (/^(target|build)\//.test(word) ? `${own}/${word}` : word))
    return { root, brought, own, command }
  }
  const family = /^(java|type)script$/.test(service.language) ? 'node' : service.language
  const alone = { root: service.path, brought: {}, own: '', command: [...service.command] }
  const manifest = MANIFESTS[family]
  const isApart = service.package !== service.path && below(service.path, service.package)
  if (manifest === undefined || (!isApart && service.shared.length === 0)) return alone
  const keepsLayout = service.shared.length > 0 && (family === 'go' || family === 'node')
  if (!keepsLayout) {
    const brought = [...manifests(service.package, manifest, files), ...withPackages(service.shared, files)]
    const taken = new Set(files.filter((file) => below(file, service.path)).map((file) => inside(file, service.path)))
    const base = isApart ? service.package : commonFolder([service.path, ...service.shared])
    const pairs = brought.map((file) => [file, inside(file, base)] as const)
    return { ...alone, brought: Object.fromEntries(pairs.filter(([, target]) => !taken.has(target))) }
  }
  return inLayout(service, family, manifest, files)
}

/** A module of Python is found through the packages around it, and their empty `__init__.py` imports nothing. */
function withPackages(shared: readonly string[], files: readonly string[]): string[] {
  const folders = new Set(shared.filter((file) => file.endsWith('.py')).flatMap(foldersAbove))
  const around = files.filter((file) => file.endsWith('/__init__.py') && folders.has(folderOf(file)))
  return [...new Set([...shared, ...around])]
}

function foldersAbove(path: string): string[] {
  const folder = folderOf(path)
  return folder === '' ? [] : [folder, ...foldersAbove(folder)]
}

/** Import paths of Go and relative ones of Node hold only where folders lie as they did. */
function inLayout(service: PlacementFacts, family: string, manifest: RegExp, files: readonly string[]): Placed {
  const isApart = below(service.path, service.package)
  const root = commonFolder([service.path, ...service.shared, ...(isApart ? [service.package] : [])])
  const own = inside(service.path, root)
  const folders = new Set(service.shared.map(folderOf))
  // A package of Go is its folder, embedded files included.
  const shared = family === 'go' ? files.filter((file) => folders.has(folderOf(file))) : service.shared
  const pairs = [
    ...shared.map((file) => [file, inside(file, root)] as const),
    ...manifests(service.package, manifest, files).map((file) => [file, inside(file, service.package)] as const),
  ].filter(([file, target]) => !below(file, service.path) || !target.startsWith(`${own}/`))
  return { root, brought: Object.fromEntries(pairs), own, command: moved(service, family, own, files) }
}

function moved({ command, path }: PlacementFacts, family: string, own: string, files: readonly string[]): string[] {
  const isFile = new Set(files)
  return command.map((word) => {
    const plain = word.replace(/^\.\//, '')
    if (family === 'go' && word === '.') return `./${own}`
    if (family === 'go' && /^\.\//.test(word)) return `./${own}/${plain}`
    return isFile.has(path === '' ? plain : `${path}/${plain}`) ? `${own}/${plain}` : word
  })
}

function manifests(folder: string, pattern: RegExp, files: readonly string[]): string[] {
  return files.filter((file) => below(file, folder) && pattern.test(inside(file, folder)))
}
