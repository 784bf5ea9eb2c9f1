// Launch lines joined to the tree: which folder and entry each starts, npm scripts followed to what they run.
import type { Sources } from '../sources.ts'
import { folderOf } from '../tree.ts'
import { type Command, readCommand } from './command.ts'
import { expand, type Launch } from './launch.ts'
import { scriptNamed } from './node.ts'
import { type Found, findGoal, placed } from './place.ts'
import { launchesOf } from './read.ts'

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
  const words = launch.words.map((word) => expand(word, launch.environment))
  return (
    follow(launch, words, directory, own, sources, 0) ??
    (launch.kind === 'compose' ? { launch, folder: directory, directory } : undefined)
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
