// Launch lines in scripts: shell, batch, PowerShell, make. Each script is walked from top to bottom with its folder and
// environment; NSSM and sc lines describe services of their own.
import { expand, type Launch, takeEnvironment, words } from './launch.ts'

interface Walk {
  directory: string | undefined
  environment: Record<string, string>
  /** Variables of the script itself: `$nssm = "C:\\tools\\nssm.exe"`. */
  locals: Record<string, string>
}

export function script(text: string, file: string): Launch[] {
  const found: Launch[] = []
  const walk: Walk = { directory: undefined, environment: {}, locals: {} }
  const services = new Map<string, Launch>()
  for (const { line, at } of logicalLines(text, file)) {
    const bare = line.trim().replace(/^[@-]+(?=\w)/, '')
    if (bare === '' || /^(#|rem\b|::|echo\b|write-host\b|printf\b|:\w)/i.test(bare)) continue
    if (windowsService(known(bare, walk), file, at, services)) continue
    // A subshell leaves folder and environment as they were.
    const inside = /^\(.*\)\s*&?$/.test(bare) ? { ...walk, environment: { ...walk.environment } } : walk
    for (const part of bare
      .replace(/^\(\s*/, '')
      .replace(/\s*\)\s*(&?)$/, '$1')
      .split(/\s*(?:&&|\|\||;|(?<![<>&])&(?![&>\d]))\s*/)) {
      const launch = statement(part.trim(), inside, file, at)
      if (launch) found.push(launch)
    }
  }
  return [...services.values(), ...found]
}

/** Lines joined over `\`, `^` and backtick. */
function logicalLines(text: string, file: string): { line: string; at: number }[] {
  const joint = /\.(bat|cmd)$/i.test(file) ? /\^\s*$/ : /\.ps1$/i.test(file) ? /`\s*$/ : /\\\s*$/
  const found: { line: string; at: number }[] = []
  let open: { line: string; at: number } | undefined
  for (const [index, raw] of text.split('\n').entries()) {
    const goesOn = joint.test(raw)
    const part = goesOn ? raw.replace(joint, '') : raw
    open = open ? { line: `${open.line} ${part.trim()}`, at: open.at } : { line: part, at: index + 1 }
    if (goesOn) continue
    found.push(open)
    open = undefined
  }
  return open ? [...found, open] : found
}

/** With what the script said of its variables so far; the name of the program is often one of them. */
function known(text: string, { environment, locals }: Walk): string {
  return expand(text, { ...locals, ...environment })
}

function statement(part: string, walk: Walk, file: string, line: number): Launch | undefined {
  const folder = /^(?:cd|pushd|chdir|set-location|push-location|sl)\s+(?:\/d\s+|-path\s+)?(.+)$/i.exec(part)
  if (folder) {
    walk.directory = nextFolder(walk.directory, words(folder[1]!)[0] ?? '')
    return undefined
  }
  if (/^(?:popd|pop-location)\b/i.test(part)) {
    walk.directory = undefined
    return undefined
  }
  const variable =
    /^(?:export\s+|set\s+"?)([A-Za-z_]\w*)=(.*?)"?$/i.exec(part) ??
    /^\$env:([A-Za-z_]\w*)\s*=\s*(.*)$/i.exec(part) ??
    /^([A-Z_][A-Z0-9_]*)=(\S*)$/.exec(part)
  const local = /^\$([A-Za-z_]\w*)\s*=\s*("[^"]*"|'[^']*')$/.exec(part)
  const set = variable ?? local
  if (set) {
    const value = known(set[2]!.trim().replaceAll(/^["']|["']$/g, ''), walk)
    if (variable) walk.environment[set[1]!] = value
    else walk.locals[set[1]!] = value
    return undefined
  }
  const { words: command, environment, directory } = started(part)
  if (command.length === 0) return undefined
  const at = directory ?? walk.directory
  const expanded = command.map((word) => expand(word, { ...walk.locals, ...walk.environment, ...environment }))
  return {
    kind: /(^|\/)makefile$/i.test(file) ? 'make' : 'script',
    file,
    line,
    words: expanded,
    environment: { ...walk.environment, ...environment },
    ...(at === undefined ? {} : { directory: at }),
  }
}

function nextFolder(before: string | undefined, next: string): string {
  const isAbsolute = /^([A-Za-z]:|[\\/$%~])/.test(next)
  return before === undefined || isAbsolute ? next : `${before}/${next}`
}

/** `start "depot" /d folder cmd /c node x.js`, `Start-Process -FilePath node -ArgumentList "x.js"`, redirections. */
function started(part: string): { words: string[]; environment: Record<string, string>; directory?: string } {
  const process = /^start-process\b/i.test(part)
  const plain = part.replaceAll(/\s+\d?>>?\s*(&\d|"[^"]*"|\S+)|\s+<\s*\S+/g, '')
  if (process) {
    const option = (name: string): string | undefined => {
      const match = new RegExp(
        `-${name}\\s+((?:@\\([^)]*\\)|"[^"]*"|'[^']*'|[^\\s,]+)(?:\\s*,\\s*(?:"[^"]*"|'[^']*'|[^\\s,]+))*)`,
        'i',
      ).exec(plain)
      return match?.[1]
    }
    const program = option('FilePath') ?? /^start-process\s+((?:"[^"]*"|'[^']*'|[^\s-]\S*))/i.exec(plain)?.[1] ?? ''
    const list = (option('ArgumentList') ?? option('Args') ?? '').replaceAll(/^@\(|\)$/g, '').split(/\s*,\s*/)
    const directory = option('WorkingDirectory')?.replaceAll(/^["']|["']$/g, '')
    return {
      words: [...words(program), ...list.flatMap((one) => words(one.replaceAll(/^["']|["']$/g, '')))],
      environment: {},
      ...(directory === undefined ? {} : { directory }),
    }
  }
  let all = words(plain)
  let directory: string | undefined
  if (/^start$/i.test(all[0] ?? '')) {
    const titled = /^start\s+"/i.test(plain)
    all = all.slice(titled ? 2 : 1)
    while (/^\//.test(all[0] ?? '')) {
      if (/^\/d$/i.test(all[0]!)) directory = all[1]
      all = all.slice(/^\/d$/i.test(all[0]!) ? 2 : 1)
    }
  }
  const taken = takeEnvironment(all)
  return { ...taken, ...(directory === undefined ? {} : { directory }) }
}

/** `nssm install depot python app.py`, `nssm set depot AppDirectory …`, `sc create depot binPath= …`, `New-Service`. */
function windowsService(line: string, file: string, at: number, services: Map<string, Launch>): boolean {
  const all = words(line.replace(/^&\s*/, ''))
  const isNssm = /(^|[\\/])nssm(\.exe)?$/i.test(all[0] ?? '')
  const put = (name: string, change: Partial<Launch>): void => {
    const known = services.get(name) ?? { kind: 'service' as const, name, file, line: at, words: [], environment: {} }
    services.set(name, { ...known, ...change })
  }
  if (isNssm && /^install$/i.test(all[1] ?? '') && all[2] !== undefined) {
    put(all[2], { words: all.slice(3), line: at })
    return true
  }
  if (isNssm && /^set$/i.test(all[1] ?? '') && all[2] !== undefined) {
    const [key, values] = [all[3]?.toLowerCase(), all.slice(4)]
    const known = services.get(all[2])
    if (key === 'appdirectory') put(all[2], { directory: values.join(' ') })
    else if (key === 'application') put(all[2], { words: [values.join(' '), ...(known?.words.slice(1) ?? [])] })
    else if (key === 'appparameters') put(all[2], { words: [known?.words[0] ?? '', ...values.flatMap(words)] })
    else if (key === 'appenvironmentextra' || key === 'appenvironment')
      put(all[2], {
        environment: {
          ...known?.environment,
          ...takeEnvironment(values.map((one) => one.replace(/^[+:^]/, ''))).environment,
        },
      })
    return true
  }
  if (isNssm) return true
  const created = /^sc(\.exe)?\s+create\s+("[^"]+"|\S+)\s+.*binpath=\s*("(?:[^"\\]|\\.)*"|\S+)/i.exec(line)
  const service = /^new-service\b.*-name\s+["']?([\w.-]+)["']?.*-binarypathname\s+("(?:[^"]|`")*"|'[^']*'|\S+)/i.exec(
    line,
  )
  const name = created?.[2] ?? service?.[1]
  const path = created?.[3] ?? service?.[2]
  if (name === undefined || path === undefined) return false
  put(name.replaceAll('"', ''), {
    words: words(path.replaceAll(/^["']|["']$/g, '').replaceAll(/[\\`]"/g, '"')),
    line: at,
  })
  return true
}
