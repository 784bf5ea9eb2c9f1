// Launch lines joined to the tree: which folder and entry each starts, npm scripts followed to what they run.
import { folderOf } from '../../../kit/path.ts'
import type { Sources } from '../sources.ts'

import { type Command, readCommand } from './command.ts'
import { expand, type Launch, words as shellWords } from './launch.ts'
import { scriptNamed } from './node.ts'
import { type Found, findGoal, placed } from './place.ts'
import { launchesOf } from './read.ts'
import { serverIn } from './servers.ts'

export interface Located extends Found {
  launch: Launch
  command?: Command
  /** Where the command runs. */
  directory: string
}

export function locateAll(sources: Sources): Located[] {
  return launchesOf(sources).flatMap((launch) => locate(launch, sources) ?? [])
}

function locate(launch: Launch, sources: Sources): Located | undefined {
  const own = folderOf(launch.file)
  const directory = directoryOf(launch, own, sources)
  // What compose and a Dockerfile start lies in their folder, whatever the command says of the image.
  if (launch.words.length === 0) return launch.kind === 'compose' ? { launch, folder: directory, directory } : undefined
  const all = launch.words.map((word) => expand(word, launch.environment))
  const { words, at } = entered(all, directory, own, sources)
  return (
    server(launch, words, at, sources) ??
    daemon(launch, words, at, own, sources) ??
    follow(launch, words, at, own, sources, 0) ??
    (launch.kind === 'compose' ? { launch, folder: directory, directory } : undefined)
  )
}

/** `cd depot && python main.py`, alone or inside `sh -c "…"`. */
function entered(
  all: readonly string[],
  directory: string,
  own: string,
  sources: Sources,
): { words: readonly string[]; at: string } {
  const inner = /(^|[\\/])(ba)?sh$/.test(all[0] ?? '') && /^-l?c$/.test(all[1] ?? '') ? shellWords(all[2] ?? '') : all
  const end = inner.findIndex((word) => word === '&&' || word === ';')
  if (inner[0] !== 'cd' || end !== 2) return { words: all, at: directory }
  const folder = folderNamed(inner[1]!, directory, own, sources)
  const rest = inner.slice(3)
  return folder === undefined
    ? { words: all, at: directory }
    : { words: rest[0] === 'exec' ? rest.slice(1) : rest, at: folder }
}

function server(launch: Launch, words: readonly string[], directory: string, sources: Sources): Located | undefined {
  const found = serverIn(launch, words, sources)
  if (found === undefined) return undefined
  const { program, config, folder } = found
  const language = program === 'tomcat' ? 'java' : program
  return {
    ...{ launch, directory, folder, entry: config },
    command: {
      ...{ language, framework: program, ports: [], words: [...words], isServer: true },
      goal: { kind: 'file', name: config },
    },
  }
}

/** A shell script that works, sleeps and begins again. */
function daemon(
  launch: Launch,
  words: readonly string[],
  directory: string,
  own: string,
  sources: Sources,
): Located | undefined {
  const isShell = /(^|[\\/])(ba|z|da)?sh(\.exe)?$/i.test(words[0] ?? '')
  const isPowerShell = /(^|[\\/])(pwsh|powershell)(\.exe)?$/i.test(words[0] ?? '')
  const reach = isPowerShell ? 9 : isShell ? 3 : 1
  const name = words.slice(0, reach).find((word) => /\.(sh|bash|ps1)$/i.test(word))
  const entry = name === undefined ? undefined : placed(name, [directory, own, ''], own, sources)
  if (entry === undefined || !sources.hasFile(entry) || !isLoop(sources.text(entry) ?? '')) return undefined
  return {
    ...{ launch, directory, folder: folderOf(entry), entry },
    command: {
      ...{
        language: isPowerShell ? 'powershell' : 'shell',
        framework: 'loop',
        ports: [],
        words: [...words],
        isServer: true,
      },
      goal: { kind: 'file', name: entry },
    },
  }
}

function isLoop(text: string): boolean {
  const plain = text.replaceAll(/^\s*#.*$/gm, '')
  return (
    /^\s*(while\s+(true|:|\(\s*(?:\$true|1)\s*\)|\[ *1 *\]|sleep\b)|until\s+false|for\s*\(\(\s*;\s*;)/m.test(plain) &&
    /\bsleep\s+(?:-\w+\s+)?[\d$"]/i.test(plain)
  )
}

function directoryOf(launch: Launch, own: string, sources: Sources): string {
  if (launch.directory === undefined) return own
  const place = placed(launch.directory, [own, ''], own, sources)
  if (place !== undefined) return sources.hasFolder(place) ? place : folderOf(place)
  // A folder of the other machine that stands for the root of this tree.
  return /^([A-Za-z]:|[\\/~])/.test(launch.directory) ? '' : own
}

function follow(
  launch: Launch,
  words: readonly string[],
  directory: string,
  own: string,
  sources: Sources,
  depth: number,
): Located | undefined {
  const command = readCommand(words)
  if (!command || depth > 3) return undefined
  const at =
    command.folder === undefined ? directory : (folderNamed(command.folder, directory, own, sources) ?? directory)
  const found = findGoal(command.goal, at, own, sources)
  if (!found) return undefined
  if (command.goal.kind !== 'script') return { launch, command, directory: at, ...found }
  const script = scriptNamed(
    command.goal.name,
    found.folder === '' ? 'package.json' : `${found.folder}/package.json`,
    sources,
  )
  const inner =
    script &&
    follow(
      { ...launch, words: script },
      script.filter((word) => !/^[A-Z_]+=/.test(word)),
      found.folder,
      found.folder,
      sources,
      depth + 1,
    )
  if (!inner) return undefined
  const set = Object.fromEntries(
    (script ?? []).flatMap((word) =>
      /^([A-Z_]\w*)=(.*)$/.exec(word) ? [[word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]] : [],
    ),
  )
  // Arguments after `--` go to the script's own command.
  return {
    ...inner,
    launch: { ...launch, environment: { ...set, ...launch.environment } },
    ...(inner.command
      ? {
          command: {
            ...inner.command,
            ports: [...command.ports, ...inner.command.ports].slice(0, Math.max(1, inner.command.ports.length)),
          },
        }
      : {}),
  }
}

/** A path, or the name of a workspace. */
function folderNamed(name: string, directory: string, own: string, sources: Sources): string | undefined {
  const place = placed(name, [directory, own, ''], own, sources)
  if (place !== undefined) return sources.hasFolder(place) ? place : folderOf(place)
  const manifest = sources.list.find(
    (file) =>
      /(^|\/)package\.json$/.test(file) &&
      new RegExp(`"name"\\s*:\\s*"${name.replaceAll(/[^\w@/-]/g, '.')}"`).test(sources.text(file) ?? ''),
  )
  return manifest === undefined ? undefined : folderOf(manifest)
}
