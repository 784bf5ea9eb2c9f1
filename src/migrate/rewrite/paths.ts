// Windows paths and other folders of the old host → declared mounts: /app code, /config read-only, /data read-write.
// Each decision names the word that made it, so that `explain` can show it.
import { words } from './model.ts'
import type { MountName } from './render.ts'

export interface PathClues {
  /** Names around the value, e.g. `data_dir`. */
  names: readonly string[]
  service: string
  /** Other names of the service in paths. */
  serviceNames: readonly string[]
  legacyRoots: ReadonlySet<string>
}

export type PathDecision = { mount: MountName; rest: string; why: string } | { open: string }

/** True when the decoded text is a path of Windows: drive (also as Git's shell and WSL write it), share or `%VAR%\`, and no escape or pattern in disguise. */
export function isWindowsPath(text: string): boolean {
  if (/[\n\t\r\b\f\v\0]/.test(text)) return false
  if (/^[A-Za-z]:[\\/]{1,2}(?![\\/])/.test(text)) return !/^[A-Za-z]:\\{1,2}[dwsbDWSB][+*?]/.test(text)
  if (/^\/(mnt\/[a-z]|[a-z]\/[A-Z])/.test(text)) return true
  return (
    /^\\\\[A-Za-z0-9_.-]+\\/.test(text) ||
    /^%(?![A-Z0-9_]*(URL|URI|HOST|ENDPOINT|ADDR|API))[A-Z][A-Z0-9_()]*%[\\/]/i.test(text)
  )
}

export function decidePath(path: string, clues: PathClues): PathDecision {
  if (/^\\\\/.test(path)) return { open: `a share of another machine: ${path.split('\\')[2]}` }
  const all = path
    .replace(/^[A-Za-z]:|^\/(mnt\/)?[a-z](?=\/)/, '')
    .replace(/^%[^%]*%/, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '')
  const inside = withoutRoot(all, path, clues)
  const lower = inside.map((part) => part.toLowerCase())
  const file = inside.at(-1) ?? ''
  const ext = /\.([A-Za-z0-9]+)$/.exec(file)?.[1]?.toLowerCase()
  const said = new Set(clues.names.slice(-2).flatMap(words))

  if (/^(TEMP|TMP)$/.test(/^%([^%]*)%/.exec(path)?.[1] ?? '')) return found('tmp', all, '%TEMP%')
  const secrets = lower.findIndex((part) => /^(secrets?|keys|certs?|credentials)$/.test(part))
  if (secrets >= 0) return found('secrets', inside.slice(secrets + 1), `folder ${inside[secrets]}`)
  if (ext !== undefined && /^(pem|key|crt|cer|pfx|p12)$/.test(ext)) return found('secrets', [file], `.${ext} file`)
  if (ext !== undefined && /^(exe|dll|bat|cmd|ps1|lnk|msi)$/.test(ext)) return { open: `${file} runs only on Windows` }
  const logs = lower.findIndex((part) => /^logs?$/.test(part))
  if (logs >= 0) return found('data', ['logs', ...ownless(inside.slice(logs + 1), clues)], `folder ${inside[logs]}`)
  if (ext === 'log') return found('data', ['logs', file], 'a log file')
  const configs = lower.findIndex((part) => /^(config|conf|cfg|settings|etc)$/.test(part))
  if (configs >= 0) return found('config', ownless(inside.slice(configs + 1), clues), `folder ${inside[configs]}`)
  if (/^(config|settings|application)\.(ya?ml|json|toml|ini)$/i.test(file))
    return found('config', [file], 'a configuration file')
  const temp = lower.findIndex((part) => /^(te?mp)$/.test(part))
  if (temp >= 0) return found('tmp', inside.slice(temp + 1), `folder ${inside[temp]}`)
  const apps = lower.indexOf('apps')
  if (apps >= 0 && isOwn(lower[apps + 1], clues)) return codeOrData(inside.slice(apps + 2), ext)
  const data = lower.findIndex((part) =>
    /^(data|db|database|store|storage|state|cache|snapshots?|exports?|reports?|out(put)?|archive|backups?|lake|warehouse)$/.test(
      part,
    ),
  )
  if (data >= 0)
    return found(
      'data',
      ownless(inside.slice(/^(data|db|database|storage)$/.test(lower[data]!) ? data + 1 : data), clues),
      `folder ${inside[data]}`,
    )
  if (ext !== undefined && /^(py|js|mjs|cjs|ts|sh)$/.test(ext)) return found('app', [file], 'source code')
  if (ext !== undefined)
    return found(
      'data',
      ownless(inside.slice(inside.length > 1 && !startsAtRoot(all, clues) ? 1 : 0), clues),
      `a .${ext} file`,
    )
  return byName(said, inside, all, clues)
}

/** Nothing in the path says what it is for: the name of the variable may. */
function byName(said: ReadonlySet<string>, inside: string[], all: string[], clues: PathClues): PathDecision {
  const rest = ownless(startsAtRoot(all, clues) ? inside : inside.slice(1), clues)
  if (['log', 'logs', 'logfile'].some((word) => said.has(word))) return found('data', ['logs'], 'the name says log')
  if (['config', 'conf', 'cfg', 'settings'].some((word) => said.has(word)))
    return found('config', [], 'the name says config')
  if (['secret', 'secrets', 'key', 'cert'].some((word) => said.has(word)))
    return found('secrets', [], 'the name says secret')
  if (['tmp', 'temp', 'scratch'].some((word) => said.has(word))) return found('tmp', [], 'the name says tmp')
  if (
    [
      'data',
      'db',
      'store',
      'state',
      'cache',
      'output',
      'export',
      'exports',
      'report',
      'reports',
      'snapshot',
      'archive',
      'backup',
      'storage',
    ].some((word) => said.has(word))
  ) {
    return found('data', rest, 'the name says data')
  }
  if (['app', 'code', 'root', 'base', 'home', 'src'].some((word) => said.has(word)) && inside.length === 0)
    return found('app', [], 'the root of the code')
  return { open: 'neither the path nor its name says which mount it belongs to' }
}

function codeOrData(rest: string[], ext: string | undefined): PathDecision {
  if (/^config\.(ya?ml|json|toml|ini)$/i.test(rest.at(-1) ?? ''))
    return found('config', [rest.at(-1)!], 'the configuration beside the code')
  if (ext !== undefined && /^(db|sqlite3?|csv|parquet|jsonl|log|dat|bin|pkl)$/.test(ext))
    return found('data', rest.slice(-1), `a .${ext} file beside the code`)
  return found('app', rest, "the service's own folder")
}

function found(mount: MountName, rest: string[], why: string): PathDecision {
  return { mount, rest: rest.join('/'), why }
}

function withoutRoot(all: string[], path: string, clues: PathClues): string[] {
  if (/^%/.test(path)) return all.slice(all.length > 1 ? 1 : 0)
  const root = startsAtRoot(all, clues)
  const rest = root ? all.slice(1) : all
  return rest[0]?.toLowerCase() === 'trading' ? rest.slice(1) : rest
}

function startsAtRoot(all: string[], clues: PathClues): boolean {
  return clues.legacyRoots.has(all[0]?.toLowerCase() ?? '')
}

/** `/data/pnl/x` is `/data/x` inside pnl: the mount is already the service's own. */
function ownless(parts: string[], clues: PathClues): string[] {
  return isOwn(parts[0]?.toLowerCase(), clues) ? parts.slice(1) : parts
}

function isOwn(part: string | undefined, clues: PathClues): boolean {
  if (part === undefined) return false
  const plain = part.replaceAll(/[-_]/g, '')
  return [clues.service, ...clues.serviceNames].some((name) => name.toLowerCase().replaceAll(/[-_]/g, '') === plain)
}
