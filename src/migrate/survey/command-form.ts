// The start command of a service, relative to its folder: the launcher's where it names a program of the tree, else what the
// language runs by.
import { baseName, folderOf } from '../../kit/path.ts'
import { isServerProgram } from './launch/servers.ts'
import { codeLanguage } from './mask.ts'
import type { Sources } from './sources.ts'

import { family, type Unit } from './units.ts'

export function commandOf(unit: Unit, mainClass: string | undefined, sources: Sources): string[] {
  const entry = relative(unit.folder, unit.entry)
  const launched = unit.launches.find(({ command, launch }) => command !== undefined && launch.kind !== 'dockerfile')
  // A dev server or a framework's own runner is started by the script that knows it.
  if (launched && launched.launch.kind === 'npm' && launched.command?.goal.kind === 'folder')
    return ['npm', 'run', launched.launch.name!]
  const words = launched?.command && fromLauncher(launched.command.words, launched.directory, unit, entry)
  if (words) return words
  if (unit.framework === 'tomcat') return ['catalina.sh', 'run']
  if (launched && isServerProgram(unit.language)) return serverCommand(launched.command!.words, entry)
  switch (family(unit.language)) {
    case 'python':
      return unit.framework === 'django' && baseName(entry) === 'manage.py'
        ? ['python', entry, 'runserver']
        : ['python', entry]
    case 'javascript':
      return codeLanguage(unit.entry) === undefined ? ['npm', 'start'] : ['node', entry]
    case 'go': {
      const folder = folderOf(entry)
      return ['go', 'run', folder === '' ? '.' : `./${folder}`]
    }
    case 'java':
      return hasBuild(unit, sources)
        ? ['java', '-jar', `target/${baseName(unit.folder) || 'app'}.jar`]
        : ['java', mainClass ?? entry]
    case 'csharp':
      return ['dotnet', `${assemblyOf(unit, sources)}.dll`]
    case 'rust':
      return ['cargo', 'run']
    case 'ruby':
      return entry === 'config.ru' ? ['rackup'] : ['ruby', entry]
    case 'php':
      return ['php', entry]
    default:
      return ['sh', entry]
  }
}

/** The launcher's words, its configuration by the path in the service. */
function serverCommand(words: readonly string[], entry: string): string[] {
  const last = baseName(entry)
  return words.map((word, index) => {
    const path = word.replaceAll('\\', '/')
    if (index === 0) return baseName(path).replace(/\.exe$/i, '')
    return baseName(path) === last ? path.replace(/(?:^|(?<==))[^=]*$/, entry) : word
  })
}

/** Interpreters with the paths of the container; what ran only on the old host (wrappers, absolute paths) is left out. */
function fromLauncher(words: readonly string[], directory: string, unit: Unit, entry: string): string[] | undefined {
  const runner = baseName(words[0]!.replaceAll('\\', '/'))
    .replace(/\.(exe|cmd|bat)$/i, '')
    .toLowerCase()
  if (
    !/^(python[\d.]*|py|pythonw|node|nodejs|uvicorn|gunicorn|hypercorn|flask|daphne|waitress-serve|streamlit|celery|php|ruby|puma|rackup|tsx|ts-node|deno|bun)$/.test(
      runner,
    )
  )
    return undefined
  const name = /^(py|pythonw|python[\d.]*)$/.test(runner) ? 'python' : runner === 'nodejs' ? 'node' : runner
  const last = baseName(entry)
  let isPlaced = false
  const rest = words.slice(1).map((word) => {
    if (isPlaced || baseName(word.replaceAll('\\', '/')) !== last) return word
    isPlaced = true
    return entry
  })
  // A module path counts from where the launcher stood: elsewhere it would not be found.
  if (!isPlaced && directory !== unit.folder && !words.some((word) => word.endsWith(last)))
    return directory === folderOf(unit.entry) ? [name, ...rest] : undefined
  // Built files have another name than their source.
  return [name, ...rest]
}

/** `package` and class of a JVM entry. */
export function mainClassOf(entry: string, sources: Sources): string | undefined {
  const extension = /\.(java|kt)$/.exec(entry)?.[1]
  if (extension === undefined) return undefined
  const text = sources.text(entry) ?? ''
  const name = baseName(entry).replace(/\.\w+$/, '')
  const own = extension === 'kt' && /^fun main\(/m.test(text) ? `${name[0]!.toUpperCase()}${name.slice(1)}Kt` : name
  const packageName = /^[ \t]*package\s+([\w.]+)/m.exec(text)?.[1]
  return packageName === undefined ? own : `${packageName}.${own}`
}

function hasBuild(unit: Unit, sources: Sources): boolean {
  return ['pom.xml', 'build.gradle', 'build.gradle.kts'].some((name) =>
    sources.hasFile(unit.folder === '' ? name : `${unit.folder}/${name}`),
  )
}

function assemblyOf(unit: Unit, sources: Sources): string {
  const project = sources.list.find((file) => folderOf(file) === unit.folder && /\.csproj$/.test(file))
  if (project === undefined) return baseName(unit.folder) || 'app'
  return /<AssemblyName>([^<]+)</.exec(sources.text(project) ?? '')?.[1] ?? baseName(project).replace(/\.csproj$/, '')
}

function relative(folder: string, file: string): string {
  return folder !== '' && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file
}
