// Every launch line of a tree, by the files that hold such lines.
import { baseName } from '../../../kit/path.ts'
import { isTestFile } from '../../rewrite/language.ts'
import { isComposeFile } from '../compose-file.ts'
import { hasLongLine, type Sources } from '../sources.ts'

import { dockerfile } from './dockerfile.ts'
import type { Launch } from './launch.ts'
import { packageScripts, pm2 } from './node.ts'
import { script } from './scripts.ts'
import { compose, procfile, supervisor, systemd, winsw } from './units.ts'

/** A launcher is short: what is longer is a program of its own. */
const MAX_LETTERS = 200_000

export function launchesOf(sources: Sources): Launch[] {
  return sources.list.flatMap((file) => {
    const read = readerOf(file)
    if (!read || isTestFile(file)) return []
    const text = sources.text(file)
    return text === undefined || text.length > MAX_LETTERS || hasLongLine(text) ? [] : read(text, file, sources)
  })
}

type Reader = (text: string, file: string, sources: Sources) => Launch[]

function readerOf(file: string): Reader | undefined {
  const name = baseName(file)
  if (/^Procfile(\..+)?$/.test(name)) return procfile
  if (/\.service$/.test(name)) return systemd
  if (/^supervisord?.*\.(conf|ini)$/.test(name) || /(^|\/)supervisor(d|\.d)?\/.*\.(conf|ini)$/.test(file))
    return supervisor
  if (/\.(conf|ini)$/.test(name)) return (text, path) => (text.includes('[program:') ? supervisor(text, path) : [])
  if (isComposeFile(file)) return compose
  if (name === 'package.json') return (_, path, sources) => packageScripts(path, sources)
  if (/^(ecosystem|pm2|process)[\w.-]*\.(config\.)?([cm]?js|json|ya?ml)$/.test(name))
    return (_, path, sources) => pm2(path, sources)
  if (/^(.*\.)?Dockerfile(\..+)?$/i.test(name)) return dockerfile
  if (/\.xml$/.test(name)) return (text, path) => (/<executable>/i.test(text) ? winsw(text, path) : [])
  if (/^makefile$/i.test(name)) return makefile
  if (/\.(sh|bash|bat|cmd|ps1)$/i.test(name)) return script
  if (/nssm.*\.txt$/i.test(name)) return script
  return undefined
}

/** Only targets that start something. */
function makefile(text: string, file: string): Launch[] {
  let isRun = false
  const kept = text.split('\n').map((line) => {
    const target = /^([\w./%-]+)\s*:(?!=)/.exec(line)
    if (target) isRun = /^(run|start|serve|up|dev)([-_/.].*)?$|[-_](run|start|serve)$/.test(target[1]!)
    return isRun && line.startsWith('\t') ? line.trim() : ''
  })
  return script(kept.join('\n'), file)
}
