// A launch: somebody starts a program by a line. The strongest evidence there is of what a service is, where it lives and
// on which port it listens (migration.md 2, 7).

export type LaunchKind =
  | 'systemd'
  | 'supervisor'
  | 'pm2'
  | 'service'
  | 'script'
  | 'procfile'
  | 'compose'
  | 'npm'
  | 'make'
  | 'dockerfile'

/** In order of trust: what runs the host's services before what somebody types. */
export const TRUST: readonly LaunchKind[] = [
  'systemd',
  'service',
  'supervisor',
  'pm2',
  'script',
  'procfile',
  'compose',
  'npm',
  'make',
  'dockerfile',
]

export interface Launch {
  kind: LaunchKind
  /** Name the launcher gives; scripts give none. */
  name?: string
  file: string
  line: number
  /** As written: may be a path of another machine. */
  directory?: string
  words: string[]
  environment: Record<string, string>
  /** Compose: `host:container`. */
  published?: { host: number; container: number }[]
  /** Ports told beside the command: `ListenStream`, `EXPOSE`. */
  ports?: number[]
}

/** Words of a command line, quotes taken off. Windows paths keep their backslashes. */
export function words(line: string): string[] {
  const found: string[] = []
  for (const match of line.matchAll(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*')+/g))
    found.push(
      match[0].replaceAll(
        /"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
        (_, double?: string, single?: string) => double ?? single ?? '',
      ),
    )
  return found
}

/** `A=b C="d e"` at the head of a command are its environment. */
export function takeEnvironment(all: readonly string[]): { words: string[]; environment: Record<string, string> } {
  const environment: Record<string, string> = {}
  let index = 0
  for (; index < all.length; index++) {
    const pair = /^([A-Za-z_]\w*)=(.*)$/s.exec(all[index]!)
    if (!pair) break
    environment[pair[1]!] = pair[2]!
  }
  return { words: all.slice(index), environment }
}

/** Pairs of a list as systemd and supervisor write them: `"A=1" B=2`, `A="1",B="2"`. */
export function pairsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const match of text.matchAll(/"([A-Za-z_]\w*)=([^"]*)"|([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^,\s]*))/g))
    found[match[1] ?? match[3]!] = match[2] ?? match[4] ?? match[5] ?? match[6] ?? ''
  return found
}

/** Variables of a command line by what the launcher sets; unknown ones stay. */
export function expand(word: string, environment: Record<string, string>): string {
  return word
    .replaceAll(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, fallback: string) => environment[name] ?? fallback)
    .replaceAll(/%(\w+)%|\$\{(\w+)\}|\$env:(\w+)|\$(\w+)/g, (whole, ...names: (string | undefined)[]) => {
      const name = names.slice(0, 4).find((one) => one !== undefined)
      return (name !== undefined ? environment[name] : undefined) ?? whole
    })
}
