// Builds of several modules: which other folders of the tree a module needs to be built. Maven and Gradle read a parent above
// it and the modules it names, .NET the projects it refers to. Pure.

export interface References {
  /** Folder the build stands in. */
  root: string
  /** Files outside the module's folder. */
  files: string[]
}

type Text = (path: string) => string

/** Undefined for a module that is built alone. */
export function referencesOf(
  { path, language }: { path: string; language: string },
  files: readonly string[],
  text: Text,
): References | undefined {
  if (/^(csharp|fsharp)$/.test(language)) return dotnet(path, files, text)
  if (!/^(java|kotlin|scala)$/.test(language)) return undefined
  if (files.includes(join(path, 'pom.xml'))) return maven(path, files, text)
  return files.some((file) => folderOf(file) === path && /\/?build\.gradle(\.kts)?$/.test(file))
    ? gradle(path, files, text)
    : undefined
}

function maven(path: string, files: readonly string[], text: Text): References | undefined {
  const root = topmost(path, (folder) => /<modules>/.test(readIf(join(folder, 'pom.xml'), files, text)))
  if (root === undefined) return undefined
  const poms = files.filter((file) => /(^|\/)pom\.xml$/.test(file) && below(file, root))
  const byName = new Map(poms.map((file) => [artifactOf(text(file)), folderOf(file)]))
  const needed = closure(path, (folder) =>
    [...text(join(folder, 'pom.xml')).matchAll(/<artifactId>\s*([^<\s]+)/g)].flatMap(
      ([, name = '']) => byName.get(name) ?? [],
    ),
  )
  const modules = [...needed].filter((folder) => folder !== root && !below(path, folder))
  // Maven looks for every module that is listed, also for those that are not built.
  const whole = files.filter((file) => modules.some((folder) => below(file, folder)))
  return { root, files: outside(path, [...poms, ...whole]) }
}

/** Its own name, not its parent's. */
function artifactOf(pom: string): string {
  return /<artifactId>\s*([^<\s]+)/.exec(pom.replace(/<parent>[\s\S]*?<\/parent>/, ''))?.[1] ?? ''
}

function gradle(path: string, files: readonly string[], text: Text): References | undefined {
  const isRoot = (folder: string): boolean =>
    files.some((file) => folderOf(file) === folder && /(^|\/)settings\.gradle(\.kts)?$/.test(file))
  const root = topmost(path, isRoot)
  if (root === undefined) return undefined
  const needed = closure(path, (folder) => {
    const build = files.find((file) => folderOf(file) === folder && /(^|\/)build\.gradle(\.kts)?$/.test(file))
    const named = [
      ...(build === undefined ? '' : text(build)).matchAll(/project\(\s*(?:path\s*[:=]\s*)?["']:([\w:-]+)["']/g),
    ]
    return named.map(([, name = '']) => join(root, name.replaceAll(':', '/')))
  })
  const modules = [...needed].filter((folder) => folder !== root && folder !== path)
  const common = files.filter(
    (file) =>
      below(file, root) &&
      /^((build|settings)\.gradle(\.kts)?|gradle\.(properties|lockfile)|gradle\/.*|buildSrc\/.*)$/.test(
        inside(file, root),
      ),
  )
  return {
    root,
    files: outside(path, [...common, ...files.filter((file) => modules.some((folder) => below(file, folder)))]),
  }
}

function dotnet(path: string, files: readonly string[], text: Text): References | undefined {
  const projects = files.filter((file) => /\.(cs|fs|vb)proj$/.test(file))
  const needed = closure(path, (folder) =>
    projects
      .filter((file) => folderOf(file) === folder)
      .flatMap((file) => [...text(file).matchAll(/<ProjectReference\s+Include="([^"]+)"/g)])
      .map(([, name = '']) => folderOf(resolved(folder, name.replaceAll('\\', '/')))),
  )
  const others = [...needed].filter((folder) => !below(folder, path))
  if (others.length === 0) return undefined
  const root = commonFolder([path, ...others])
  const atRoot = files.filter(
    (file) =>
      folderOf(file) === root &&
      /(^|\/)(Directory\.(Build|Packages)\.(props|targets)|nuget\.config|global\.json)$/i.test(file),
  )
  return {
    root,
    files: outside(path, [...atRoot, ...files.filter((file) => others.some((folder) => below(file, folder)))]),
  }
}

function closure(start: string, next: (folder: string) => string[]): Set<string> {
  const seen = new Set<string>()
  const visit = (folder: string): void => {
    if (seen.has(folder)) return
    seen.add(folder)
    for (const other of next(folder)) visit(other)
  }
  visit(start)
  return seen
}

/** The highest folder above that holds; the folder itself is none. */
function topmost(path: string, holds: (folder: string) => boolean): string | undefined {
  const above: string[] = []
  for (let folder = path; folder !== ''; ) {
    folder = folderOf(folder)
    above.push(folder)
  }
  return above.reverse().find(holds)
}

function outside(path: string, files: readonly string[]): string[] {
  return [...new Set(files)].filter((file) => !below(file, path)).sort()
}

function readIf(path: string, files: readonly string[], text: Text): string {
  return files.includes(path) ? text(path) : ''
}

function resolved(folder: string, name: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

export function below(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}

export function inside(path: string, folder: string): string {
  return folder === '' || !below(path, folder) ? path : path.slice(folder.length + 1)
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

export function commonFolder(paths: readonly string[]): string {
  const [first = '', ...rest] = paths
  const parts = first.split('/')
  const holds = (count: number): boolean => rest.every((path) => below(path, parts.slice(0, count).join('/')))
  let count = parts.length
  while (count > 0 && !holds(count)) count--
  return parts.slice(0, count).join('/')
}
