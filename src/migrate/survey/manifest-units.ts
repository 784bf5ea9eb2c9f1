// Services that have no main of their own: the framework or the container starts them, and the manifest says which one.
import { baseName, folderOf } from '../../kit/path.ts'
import type { Sources } from './sources.ts'

import type { Unit } from './units.ts'

/** Candidates only: whoever already has a program in the folder keeps it. */
export function unitsByManifest(sources: Sources): Unit[] {
  return sources.list.flatMap((file): Unit[] => {
    const name = baseName(file)
    const folder = folderOf(file)
    const at = (path: string): string => (folder === '' ? path : `${folder}/${path}`)
    if (/^(pom\.xml|build\.gradle(\.kts)?)$/.test(name)) {
      const text = sources.text(file) ?? ''
      const isModule = sources.hasFolder(at('src/main/java')) || sources.hasFolder(at('src/main/kotlin'))
      if (isModule && /io\.quarkus/.test(text))
        return [
          { folder, entry: resourceOf(folder, sources) ?? file, language: 'java', framework: 'quarkus', launches: [] },
        ]
      if (isModule && /<packaging>\s*war\s*<|^[ \t]*(id\s*\(?["'])war["']|apply plugin:\s*["']war["']/m.test(text))
        return [{ folder, entry: file, language: 'java', framework: 'servlet', launches: [] }]
      return []
    }
    if (name === 'composer.json') {
      const entry = ['public/index.php', 'web/index.php', 'index.php'].map(at).find((path) => sources.hasFile(path))
      return entry === undefined ? [] : [{ folder, entry, language: 'php', launches: [] }]
    }
    return []
  })
}

/** The class that answers requests, for a reader to begin with. */
function resourceOf(folder: string, sources: Sources): string | undefined {
  const root = folder === '' ? 'src/main/' : `${folder}/src/main/`
  return sources.list.find(
    (file) =>
      file.startsWith(root) &&
      /\.(java|kt)$/.test(file) &&
      /@(Path|Route|Incoming|ApplicationScoped)\b/.test(sources.text(file) ?? ''),
  )
}
