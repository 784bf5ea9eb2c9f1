// Programs that a configuration file of the tree makes a service of: proxies, collectors, servlet containers. The launcher
// names the file; the folder it lies in is the service, if it has a name of its own.
import { baseName, folderOf } from '../../../kit/path.ts'
import type { Sources } from '../sources.ts'

import type { Launch } from './launch.ts'
import { placed } from './place.ts'

export interface ServerFound {
  program: string
  /** Its configuration, from the root. */
  config: string
  folder: string
}

const PROGRAMS: readonly [RegExp, string][] = [
  [/^nginx$/, 'nginx'],
  [/^haproxy$/, 'haproxy'],
  [/^(httpd|apache2|apachectl|apache2ctl)$/, 'apache'],
  [/^prometheus$/, 'prometheus'],
  [/^traefik$/, 'traefik'],
  [/^logstash$/, 'logstash'],
  [/^envoy$/, 'envoy'],
  [/^caddy$/, 'caddy'],
]
const FLAG = /^(-c|-f|-config|-conf|--config|--conf|--config\.file|--configfile|--config-path|--path\.config)$/i

export function isServerProgram(language: string): boolean {
  return PROGRAMS.some(([, name]) => name === language)
}

export function serverIn(launch: Launch, words: readonly string[], sources: Sources): ServerFound | undefined {
  const own = folderOf(launch.file)
  const name = baseName((words[0] ?? '').replaceAll('\\', '/'))
    .replace(/\.(exe|sh|bat)$/i, '')
    .toLowerCase()
  if (name === 'catalina' || name === 'startup') return tomcat(launch, sources)
  const program = PROGRAMS.find(([pattern]) => pattern.test(name))?.[1]
  if (program === undefined) return undefined
  const given = words.flatMap((word, index) => {
    const joined = /^(--?[\w.-]+)=(.+)$/.exec(word)
    if (joined && FLAG.test(joined[1]!)) return [joined[2]!]
    return FLAG.test(word) ? [words[index + 1] ?? ''] : []
  })
  const config = given.map((path) => placed(path, [own, ''], own, sources)).find((path) => path !== undefined)
  if (config === undefined || !sources.hasFile(config)) return undefined
  const folder = serviceFolder(config)
  return NO_NAME.test(baseName(folder)) ? undefined : { program, config, folder }
}

/** `CATALINA_BASE` is where the instance has its own `conf/server.xml` and `webapps`. */
function tomcat({ environment, directory, file }: Launch, sources: Sources): ServerFound | undefined {
  const base = environment.CATALINA_BASE ?? environment.CATALINA_HOME ?? directory
  const folder = base === undefined ? undefined : placed(base, [folderOf(file), ''], folderOf(file), sources)
  const config = folder === undefined ? undefined : `${folder}/conf/server.xml`
  return folder !== undefined && config !== undefined && sources.hasFile(config)
    ? { program: 'tomcat', config, folder }
    : undefined
}

function serviceFolder(config: string): string {
  let folder = folderOf(config)
  while (/^(conf(ig|\.d)?|etc|settings|sites-\w+|pipelines?)$/.test(baseName(folder))) folder = folderOf(folder)
  return folder
}

/** Folders that say no more than the product, or where things are kept: such a server belongs to the host. */
const NO_NAME =
  /^$|^(nginx|haproxy|httpd|apache2?|prometheus|traefik|logstash|envoy|caddy|deploy(ment)?s?|infra(structure)?|ops|docker|server|proxy|src|web|www|tools|ansible|linux|windows|host|setup|files|scripts)$/
