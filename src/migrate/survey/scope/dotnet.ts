// Projects that a .NET project refers to, what lies linked into it (`<Compile Include="..\…">`, `<Protobuf …>`), and what
// MSBuild and NuGet read in the folders above.
import { folderOf } from '../../../kit/path.ts'
import { joined } from '../tree.ts'
import { filesAt, type Part, type Seed, upward } from './part.ts'

const PROJECT = /\.(cs|fs|vb)proj$/
const ABOVE = /^(Directory\.(Build|Packages)\.(props|targets)|global\.json|nuget\.config|\.editorconfig)$/i

export function dotnetParts({ folder, entry, sources }: Seed): Part[] {
  const own = upward(folderOf(entry)).flatMap((one) => filesAt(one, PROJECT, '', sources))[0]?.path
  if (own === undefined) return []
  const projects = new Set([own])
  const linked: Part[] = []
  for (const project of projects)
    for (const { element, path, isOutside } of included(project, sources)) {
      if (element === 'ProjectReference' && sources.hasFile(path)) projects.add(path)
      else if (isOutside) linked.push(...linkedAt(path, sources))
    }
  const referred = [...projects].filter((project) => project !== own).map(folderOf)
  return [
    ...referred.map((path) => ({ path, reason: 'project it refers to' })),
    ...linked,
    ...upward(folder)
      .slice(1)
      .flatMap((above) => filesAt(above, ABOVE, 'read by every build below it', sources)),
  ]
}

interface Included {
  element: string
  path: string
  /** Named by a path that leaves the project's folder. */
  isOutside: boolean
}

function included(project: string, sources: Seed['sources']): Included[] {
  const found = (sources.text(project) ?? '').matchAll(/<(\w+)\b[^>]*?\b(?:Include|Project)\s*=\s*"([^"]+)"/g)
  return [...found].map(([, element = '', given = '']) => {
    const name = given.replaceAll('\\', '/').replaceAll(/\$\(\w*(?:Directory|Dir)\)\/?/g, './')
    return { element, path: joined(folderOf(project), name), isOutside: /^(\.\/)*\.\./.test(name) }
  })
}

/** A file, or the folder that a pattern begins with. */
function linkedAt(path: string, sources: Seed['sources']): Part[] {
  const fixed = path.replace(/\/?[^/]*[*?].*$/, '')
  const isThere = sources.hasFile(path) || (fixed !== path && fixed !== '' && sources.hasFolder(fixed))
  return isThere ? [{ path: sources.hasFile(path) ? path : fixed, reason: 'linked into the project' }] : []
}
