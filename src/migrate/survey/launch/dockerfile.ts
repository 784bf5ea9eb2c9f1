// What a legacy Dockerfile says of its program: the command, the environment and EXPOSE, all of them weak (migration.md 7).
import { type Launch, takeEnvironment, words } from './launch.ts'

export function dockerfile(text: string, file: string): Launch[] {
  const environment: Record<string, string> = {}
  const ports: number[] = []
  let entry: string[] = []
  let command: string[] = []
  let line = 1
  const joined = text.split('\n')
  for (let index = 0; index < joined.length; index++) {
    let raw = joined[index]!.trim()
    const at = index + 1
    while (raw.endsWith('\\') && index + 1 < joined.length) raw = `${raw.slice(0, -1)} ${joined[++index]!.trim()}`
    const match = /^(FROM|ENV|EXPOSE|CMD|ENTRYPOINT)\s+(.*)$/i.exec(raw)
    if (!match) continue
    const [, instruction, rest] = match as unknown as [string, string, string]
    switch (instruction.toUpperCase()) {
      case 'FROM':
        // Each stage begins anew; the last one runs.
        ports.length = 0
        entry = []
        command = []
        break
      case 'ENV': {
        const single = /^(\w+)\s+([^=]*)$/.exec(rest)
        Object.assign(environment, single ? { [single[1]!]: single[2]! } : takeEnvironment(words(rest)).environment)
        break
      }
      case 'EXPOSE':
        ports.push(...[...rest.matchAll(/(\d+)(?:\/tcp)?(?=\s|$)/g)].map((one) => Number(one[1])))
        line = at
        break
      default: {
        const list = rest.startsWith('[')
          ? [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((one) => one[1]!)
          : words(rest.replace(/^exec\s+/, ''))
        if (instruction.toUpperCase() === 'CMD') command = list
        else entry = list
        if (ports.length === 0) line = at
      }
    }
  }
  const all = takeEnvironment([...entry, ...command])
  return [
    { kind: 'dockerfile', file, line, words: all.words, environment: { ...environment, ...all.environment }, ports },
  ]
}
