// What YAML and JSON say about starting things (compose, Kubernetes, package.json, pm2, CI): command lines, settings written
// `K=v` or as pairs of name and value, published ports, health checks. The rest of a file stays as it is.

import { assignmentOf } from '../command/read.ts'
import { wordAt } from '../command/words.ts'
import { commandValues, wordValues } from '../command.ts'
import { isPort, type Value } from './values.ts'

const COMMAND =
  /^(command|cmd|entrypoint|args|script|before_script|after_script|run|exec|start_?command|(node|interpreter|exec)_args|test)$/i

export function launchValues(values: readonly Value[], text: string): Value[] {
  const own = composeNetworks(values, text)
  const lists = Map.groupBy(values, listOf)
  const done = new Set<string>()
  return values.flatMap((value): Value[] => {
    const context = { ...probeOf(value), ...staysOf(value, own), ...testOf(value) }
    const found = Object.keys(context).length > 0 ? { ...value, context: { ...value.context, ...context } } : value
    const list = listOf(value)
    if (list !== undefined && isCommand(value)) {
      if (done.has(list)) return []
      done.add(list)
      return listed(lists.get(list)!, text, found)
    }
    if (list === undefined && isCommand(value)) return lineOf(found, text)
    return publishes(value) ? published(found, text, own) : [setting(found, text, list)]
  })
}

/** Where the list of an element is; undefined for what is no element. */
function listOf({ scope, path }: Value): string | undefined {
  const match = /^(.*)\[\d+\]$/.exec(scope)
  return match ? `${match[1]}:${path.join('.')}` : undefined
}

function isCommand({ path }: Value): boolean {
  if (path.length === 2 && path[0] === 'scripts') return true
  const last = path.at(-1) ?? ''
  if (last === 'test') return path.at(-2) === 'healthcheck'
  // Of an executed probe: `exec: command: […]`.
  return COMMAND.test(last)
}

/** A command of several strings: words, or lines where they hold spaces (`script:` of a pipeline). */
function listed(elements: readonly Value[], text: string, first: Value): Value[] {
  const options = { escapes: first.escapes, context: first.context ?? {} }
  const words = elements.map(({ start, end }) => wordAt(text, start, end))
  const lines = /^(script|before_script|after_script)$/.test(first.path.at(-1)!)
  const shell = words[0]?.raw === 'CMD-SHELL'
  if (!lines && !shell) return wordValues(text, words, options)
  return words.flatMap(({ start, end }) => commandValues(text, start, end, options))
}

function lineOf(value: Value, text: string): Value[] {
  const raw = text.slice(value.start, value.end)
  if (!/\s/.test(raw.trim())) return [value]
  return commandValues(text, value.start, value.end, {
    escapes: value.escapes,
    context: value.context ?? {},
    folded: !raw.startsWith('|'),
  })
}

/** `- K=v` in a list, `K: v` below `environment`. */
function setting(value: Value, text: string, list: string | undefined): Value {
  const set = list === undefined ? undefined : assignmentOf(wordAt(text, value.start, value.end))
  if (set) return { ...value, ...set.value, path: [set.name], scope: list!, number: isPort(set.value.raw) }
  const [holder, name] = value.path.slice(-2)
  return list === undefined && name !== undefined && /^(environment|env|env_\w+)$/.test(holder!) && /^\w+$/.test(name)
    ? { ...value, path: [name] }
    : value
}

/** A task of a Makefile or package.json that runs tests, or opens a page, from the host. */
export function isTestTask(name: string): boolean {
  return /(^|[:_.-])(tests?|smoke|e2e|cypress|playwright|bench|integration|open|browse)([:_.-]|$)/i.test(name)
}

function testOf({ path }: Value): { test?: boolean } {
  return path.length === 2 && path[0] === 'scripts' && isTestTask(path[1]!) ? { test: true } : {}
}

function probeOf({ path }: Value): { probe?: boolean } {
  const inside = path.some(
    (name, index) => /Probe$/.test(name) || (name === 'healthcheck' && path[index + 1] === 'test'),
  )
  return inside ? { probe: true } : {}
}

/** Services of a compose file whose image is somebody else's and that live in a network of their own. */
function composeNetworks(values: readonly Value[], text: string): Set<string> {
  const said = (key: string): Map<string, string> =>
    new Map(
      values
        .filter(({ path }) => path[0] === 'services' && path[2] === key)
        .map(({ path, start, end }) => [path[1]!, text.slice(start, end)]),
    )
  const [images, builds, modes] = [said('image'), said('build'), said('network_mode')]
  return new Set(
    [...images.keys()].filter((name) => !builds.has(name) && !/^(host|service:)/.test(modes.get(name) ?? '')),
  )
}

function staysOf({ path }: Value, own: ReadonlySet<string>): { stays?: string } {
  if (path.includes('extra_hosts')) return { stays: 'an entry of the hosts file' }
  if (path.at(-1) === 'image') return { stays: 'the name of an image' }
  return path[0] === 'services' && path.length > 2 && own.has(path[1]!)
    ? { stays: `${path[1]} has a network of its own: loopback is the container itself` }
    : {}
}

function publishes({ path }: Value): boolean {
  return path[0] === 'services' && path[2] === 'ports'
}

/** `127.0.0.1:6101:6101/tcp`: the host's side stays, the container's follows the container port of a service of ours. */
function published(value: Value, text: string, own: ReadonlySet<string>): Value[] {
  const stays = { ...value.context, stays: 'the side of the host: where the port is published' }
  const raw = text.slice(value.start, value.end)
  const inside = /(?:^|:)(\d{2,5})(?:\/\w+)?$/.exec(raw)
  if (inside === null || value.path.length > 3) {
    const target = value.path.at(-1) === 'target' && !own.has(value.path[1]!)
    return [target ? { ...value, path: ['ports', 'port'] } : { ...value, context: stays }]
  }
  const start = value.start + raw.length - inside[0].length + inside[0].indexOf(inside[1]!)
  const host = { ...value, end: start, number: false, context: stays }
  const port = { ...value, start, end: start + inside[1]!.length, number: true }
  return [
    ...(start > value.start ? [host] : []),
    { ...port, path: own.has(value.path[1]!) ? value.path : ['ports', 'port'], scope: `${value.scope}:container` },
  ]
}
