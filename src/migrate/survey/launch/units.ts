// Launchers that name their services: Procfile, systemd, supervisor, WinSW, and compose files.
import { baseName } from '../../../kit/path.ts'
import { composeServices } from '../compose-file.ts'
import type { Sources } from '../sources.ts'

import { type Launch, pairsOf, takeEnvironment, words } from './launch.ts'

export function procfile(text: string, file: string): Launch[] {
  return text.split('\n').flatMap((raw, index): Launch[] => {
    const match = /^([A-Za-z0-9_-]+)\s*:\s*(.+)$/.exec(raw.trim())
    if (!match || /^(release|console)$/.test(match[1]!)) return []
    const { words: command, environment } = takeEnvironment(words(match[2]!))
    return [{ kind: 'procfile', name: match[1]!, file, line: index + 1, words: command, environment }]
  })
}

/** Oneshot units are jobs; a socket unit's port belongs to the service of its name. */
export function systemd(text: string, file: string, sources: Sources): Launch[] {
  const values = new Map<string, { value: string; line: number }[]>()
  for (const { key, value, line } of iniLines(text.replaceAll(/\\\r?\n/g, '  ')))
    values.set(key, [...(values.get(key) ?? []), { value, line }])
  const start = values.get('ExecStart')?.at(-1)
  if (!start || values.get('Type')?.at(-1)?.value === 'oneshot') return []
  const environment = Object.assign(
    {},
    ...(values.get('Environment') ?? []).map(({ value }) => pairsOf(value)),
  ) as Record<string, string>
  const socket = sources.text(file.replace(/\.service$/, '.socket')) ?? ''
  const ports = [...socket.matchAll(/^[ \t]*ListenStream\s*=\s*(?:\S*:)?(\d+)\s*$/gm)].map((match) => Number(match[1]))
  const command = takeEnvironment(words(start.value.replace(/^[-@:+!]+/, '')))
  const directory = values.get('WorkingDirectory')?.at(-1)?.value
  return [
    {
      kind: 'systemd',
      name: baseName(file).replace(/@?\.service$/, ''),
      file,
      line: start.line,
      words: command.words,
      environment: { ...environment, ...command.environment },
      ...(directory === undefined ? {} : { directory }),
      ...(ports.length > 0 ? { ports } : {}),
    },
  ]
}

export function supervisor(text: string, file: string): Launch[] {
  const programs = new Map<string, { line: number; values: Map<string, string> }>()
  for (const { section, key, value, line } of iniLines(text)) {
    const name = /^program:(.+)$/.exec(section)?.[1]
    if (name === undefined) continue
    const known = programs.get(name) ?? { line, values: new Map<string, string>() }
    if (key === 'command') known.line = line
    known.values.set(key, value)
    programs.set(name, known)
  }
  return [...programs].flatMap(([name, { line, values }]): Launch[] => {
    const command = takeEnvironment(words(values.get('command') ?? ''))
    const directory = values.get('directory')
    if (command.words.length === 0) return []
    return [
      {
        kind: 'supervisor',
        name,
        file,
        line,
        words: command.words,
        environment: { ...pairsOf(values.get('environment') ?? ''), ...command.environment },
        ...(directory === undefined ? {} : { directory }),
      },
    ]
  })
}

function iniLines(text: string): { section: string; key: string; value: string; line: number }[] {
  let section = ''
  return text.split('\n').flatMap((raw, index) => {
    const header = /^\s*\[([^\]]+)\]/.exec(raw)
    if (header) section = header[1]!.trim()
    const pair = /^\s*([A-Za-z]\w*)\s*=\s*(.*?)\s*$/.exec(raw)
    return pair && !header ? [{ section, key: pair[1]!, value: pair[2]!, line: index + 1 }] : []
  })
}

/** WinSW: an executable as a Windows service, described in XML. */
export function winsw(text: string, file: string): Launch[] {
  const tag = (name: string): string | undefined =>
    new RegExp(`<${name}>([^<]*)</${name}>`, 'i').exec(text)?.[1]?.trim()
  const executable = tag('executable')
  const name = tag('id')
  if (executable === undefined || name === undefined) return []
  const directory = tag('workingdirectory')
  const environment = Object.fromEntries(
    [...text.matchAll(/<env\s+name="([^"]+)"\s+value="([^"]*)"/gi)].map((match) => [match[1]!, match[2]!]),
  )
  return [
    {
      kind: 'service',
      name,
      file,
      line: text.slice(0, text.search(/<executable>/i)).split('\n').length,
      words: [executable, ...words(tag('arguments') ?? '')],
      environment,
      ...(directory === undefined ? {} : { directory }),
    },
  ]
}

/** Only services built from the tree: an image alone is infrastructure or somebody else's. */
export function compose(text: string, file: string): Launch[] {
  return composeServices(text).flatMap(({ name, line, build, dockerfile, command, ports, environment }): Launch[] => {
    if (build === undefined) return []
    // One context for all, a Dockerfile each: the Dockerfile's folder is the service's.
    const own = dockerfile?.includes('/') ? `/${dockerfile.slice(0, dockerfile.lastIndexOf('/'))}` : ''
    return [
      {
        kind: 'compose',
        name,
        file,
        line,
        words: command.flatMap((part) => (typeof part === 'string' ? words(part) : part)),
        environment: Object.fromEntries(environment.map((one) => [one.name, one.value])),
        published: ports.map(({ host, container }) => ({ host: host ?? container, container })),
        directory: `${build}${own}`,
      },
    ]
  })
}
