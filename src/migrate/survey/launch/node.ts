// Launch lines of Node projects: scripts of package.json and pm2's ecosystem file.
import { keyed, split } from '../expression.ts'
import { type Setting, settingsOf } from '../settings.ts'
import type { Sources } from '../sources.ts'
import { plain } from '../yaml-lines.ts'
import { type Launch, takeEnvironment, words } from './launch.ts'

/** Scripts that start something which stays; builds, tests and linters end. */
const STARTS = /^(start|serve|server|worker|web|api|dev|preview)([:-].*)?$/

export function packageScripts(file: string, sources: Sources): Launch[] {
  const scripts = settingsOf(sources, file).filter((one) => one.path[0] === 'scripts' && one.path.length === 2)
  const names = scripts.map((one) => one.path[1]!)
  return scripts.flatMap(({ path, value, line }): Launch[] => {
    const name = path[1]!
    if (!STARTS.test(name)) return []
    // What is for development says nothing where a real start is there.
    if (
      /^(dev|preview)\b|[:-](dev|debug|watch|local|test|docker)$/.test(name) &&
      names.some((one) => /^(start|serve)$/.test(one))
    )
      return []
    const last = value.split(/\s*(?:&&|;)\s*/).at(-1)!
    const command = takeEnvironment(words(last.replace(/^(npx\s+)?(cross-env|env)\s+/, '')))
    return [{ kind: 'npm', name, file, line, words: command.words, environment: command.environment }]
  })
}

/** The command behind `npm start` or `npm run NAME` of one package. */
export function scriptNamed(name: string, packageFile: string, sources: Sources): string[] | undefined {
  const script = settingsOf(sources, packageFile).find(
    (one) => one.path.length === 2 && one.path[0] === 'scripts' && one.path[1] === name,
  )
  return (
    script &&
    words(
      script.value
        .split(/\s*(?:&&|;)\s*/)
        .at(-1)!
        .replace(/^(npx\s+)?(cross-env|env)\s+/, ''),
    )
  )
}

export function pm2(file: string, sources: Sources): Launch[] {
  return /\.(json|ya?ml)$/.test(file) ? fromData(settingsOf(sources, file), file) : fromCode(file, sources)
}

function fromData(settings: readonly Setting[], file: string): Launch[] {
  // Each app begins with whichever key stands first: a key seen twice opens the next one.
  const apps: { line: number; values: Map<string, string>; environment: Record<string, string> }[] = []
  for (const { path, value, line } of settings) {
    if (path[0] !== 'apps') continue
    const keys = path.slice(1).filter((one) => one !== '-')
    if (apps.length === 0 || (keys.length === 1 && apps.at(-1)!.values.has(keys[0]!) && keys[0] !== 'args'))
      apps.push({ line, values: new Map(), environment: {} })
    const app = apps.at(-1)!
    if (/^env/.test(keys[0] ?? '') && keys[1] !== undefined) app.environment[keys[1]] = value
    else if (keys[0] !== undefined)
      app.values.set(keys[0], app.values.has(keys[0]) ? `${app.values.get(keys[0])} ${value}` : value)
  }
  return apps.flatMap(({ line, values, environment }) => launchOf((key) => values.get(key), environment, file, line))
}

function fromCode(file: string, sources: Sources): Launch[] {
  const masked = sources.masked(file)
  const open = /\bapps\s*:\s*\[/.exec(masked.bare)
  if (!open) return []
  return split(masked, open.index + open[0].length).flatMap((app) => {
    if (!app.text.startsWith('{')) return []
    const parts = split(masked, app.start + 1)
    const value = (key: string): string | undefined => {
      const part = parts.find((one) => one.key === key)
      if (!part) return undefined
      if (part.text.startsWith('['))
        return split(masked, part.start + 1)
          .map((one) => plain(one.text))
          .join(' ')
      // `path.join(__dirname, 'depot')`: the literal part names the folder.
      return /(["'`])([^"'`]*)\1\s*\)?$/.exec(part.text)?.[2] ?? plain(part.text)
    }
    const environment: Record<string, string> = {}
    for (const name of ['env', 'env_production']) {
      const block = keyed(masked, parts, [name])
      if (block?.text.startsWith('{'))
        for (const one of split(masked, block.start + 1))
          if (one.key !== undefined) environment[one.key] = plain(one.text)
    }
    return launchOf(value, environment, file, sources.line(file, app.start))
  })
}

function launchOf(
  value: (key: string) => string | undefined,
  environment: Record<string, string>,
  file: string,
  line: number,
): Launch[] {
  const script = value('script')
  if (script === undefined) return []
  const interpreter = value('interpreter') ?? value('exec_interpreter')
  const program =
    interpreter !== undefined && interpreter !== 'none'
      ? [interpreter]
      : /\.([cm]?[jt]s)$/.test(script)
        ? ['node']
        : /\.py$/.test(script)
          ? ['python']
          : []
  const directory = value('cwd')
  const name = value('name')
  return [
    {
      kind: 'pm2',
      file,
      line,
      words: [...program, ...words(script), ...words(value('args') ?? '')],
      environment,
      ...(name === undefined ? {} : { name }),
      ...(directory === undefined ? {} : { directory }),
    },
  ]
}
