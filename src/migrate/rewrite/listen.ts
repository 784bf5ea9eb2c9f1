// Where a service says on which port it listens: the legacy number becomes the container's, or compose sets the variable.

import { portPart } from './address.ts'
import { bindingCall, isLogging } from './calls.ts'
import type { Draft } from './decision.ts'
import { isSampleFile, isTestFile } from './language.ts'
import { isLock } from './lock.ts'
import { type Context, definesConstant, type FileModel, type Site, words } from './model.ts'
import { portValue } from './port-part.ts'
import type { RegistryService, Target } from './registry.ts'

const PLACES = new Set([
  'server',
  'http',
  'listen',
  'listener',
  'web',
  'app',
  'service',
  'main',
  'metrics',
  'prometheus',
  'rest',
  'api',
  'bind',
  'uvicorn',
  'gunicorn',
  'default',
  'own',
  'ports',
  'expose',
  'container',
  'health',
  'admin',
  'config',
  'cfg',
  'conf',
  'settings',
  'options',
  'opts',
  'defaults',
])

/** A file that may say where a service listens. */
export interface Listening {
  model: FileModel
  file: string
  text: string
}

export function listenPorts(
  { model, file, text }: Listening,
  service: RegistryService | undefined,
  own: ReadonlyMap<number, Target>,
): Draft[] {
  if (isTestFile(file) || isSampleFile(file) || service === undefined) return []
  const isOwn = (site: Site): boolean => own.has(portValue(site) ?? -1)
  const said = model
    .numbers((value) => own.has(value))
    .filter((site) => isOwn(site) && (listens(site, model, service) || bareAddress(site)))
  return [...said, ...everyInterface(model, text).filter(isOwn)].flatMap((site): Draft[] => {
    const target = own.get(portValue(site)!)!
    const variable = site.context.env
    const region = variable === undefined ? undefined : { ...(site.literal ?? whole(site)), variable }
    return [
      {
        start: site.start,
        end: site.end,
        action: region ? 'env' : 'edit',
        replacement: { start: site.start, end: site.end, parts: [portPart(target)], ...(region ? { region } : {}) },
        reason: `the port the service listens on${region ? `; covered by env ${region.variable}` : ''}`,
        evidence: [],
        alternatives: [],
        target: `${target.service}:${target.value}`,
      },
    ]
  })
}

function whole({ start, end }: Site): { start: number; end: number } {
  return { start, end }
}

/** `http://*:6101`, `http://+:6101`, `*:6101`: an address nobody can dial is one to listen on. */
function everyInterface(model: FileModel, text: string): Site[] {
  return [...text.matchAll(EVERY_INTERFACE)].flatMap((match) => {
    const site = model.siteAt(match.index)
    if (site === undefined || /^(comment|docstring|opaque)$/.test(site.form)) return []
    const { call, compared, raised, launched, test } = site.context
    if (compared || raised || launched || test || (call !== undefined && isLogging(call.name))) return []
    const [start, end] = [match.index, match.index + match[0].length]
    return [{ ...site, start, end, raw: match[0], whole: false, literal: { start: site.start, end: site.end } }]
  })
}

const EVERY_INTERFACE = /(?<=(?:^|[\s"'`=;,]|:\/\/)[*+]:)\d{2,5}(?!\w|\.\d)/gm

/** `":6101"` with the service's own port: an address without a host is one to listen on. */
function bareAddress(site: Site): boolean {
  const { call, compared, raised } = site.context
  const spoken = compared || raised || (call !== undefined && isLogging(call.name))
  return site.literal !== undefined && !spoken
}

function listens(site: Site, model: FileModel, service: Pick<RegistryService, 'id' | 'names'>): boolean {
  if (site.context.test === true) return false
  if (isLock(site.context, model)) return false
  if (bindsWith(site.context) || named(site, service)) return true
  const name = definesConstant(site, model)
  if (name === undefined) return false
  return model.uses(name).some(({ context }) => bindsWith(context) || named({ context }, service))
}

function bindsWith(context: Context): boolean {
  return bindingCall(context) !== undefined
}

/** `port`, `PORT`, `server.port`, `crane_port`: words that mean this service and nobody else. */
function named(site: Pick<Site, 'context' | 'literal'>, service: Pick<RegistryService, 'id' | 'names'>): boolean {
  const { context } = site
  // `put("server.port", 6101)` names a setting; `Client(port=6101)` does not.
  const call = context.call
  const options = call !== undefined && /(^|\.)(parseArgs|minimist|yargs|getopts?|meow)$/.test(call.name)
  const setting = call === undefined || options || String(call.argument).includes('.')
  if (!setting) return false
  const keys = context.path.at(-1) === 'default' ? context.path.slice(0, -1) : context.path
  const path = keys.slice(options ? -1 : -2).flatMap(words)
  const ours = (all: string[]): boolean => {
    const address = site.literal !== undefined && /^(addr|address|listen|bind)$/.test(all.at(-1) ?? '')
    if (all.at(-1) !== 'port' && !address && !(all.includes('port') && context.parameter)) return false
    const own = new Set([service.id, ...service.names].flatMap(words))
    return all.every((word) => /^(port|addr|address)$/.test(word) || PLACES.has(word) || own.has(word))
  }
  // A variable says enough (`PORT`), unless what it is put into is somebody else's port.
  return context.env === undefined ? ours(path) : ours(words(context.env)) && (path.at(-1) !== 'port' || ours(path))
}
