// Files that belong to no service may start some: units, Procfiles, compose and pm2 files at the top. What they say about the
// address of a program they start is that program's own.
import { baseName } from '../../kit/path.ts'
import { isData } from './language.ts'
import { type FileModel, words } from './model.ts'
import type { Registry, Target } from './registry.ts'

export function mayStart(model: FileModel, file: string): boolean {
  return isData(model.language) || /^(shell|powershell|launcher)$/.test(model.language) || isProcessFile(file)
}

/** Of pm2. */
function isProcessFile(file: string): boolean {
  return /(^|\/)(ecosystem|pm2|process)[\w.-]*\.(config\.)?[cm]?js$/.test(file)
}

/** Ports that one service alone listened on. */
export function soleListeners({ ports, services }: Registry): Map<number, Target> {
  const found = new Map<number, Target>()
  for (const [port, entries] of ports) {
    const [only, ...others] = entries
    if (only && others.length === 0 && services.get(only.service)?.kind === 'app') found.set(port, only)
  }
  return found
}

/** `library-catalogue.service` is the unit of catalogue. */
export function isFileOf(file: string, { service }: Target): boolean {
  const all = words(baseName(file))
  return words(service).every((word) => all.includes(word))
}
