// What `npm start` means, taken apart: a package client between the engine and the program would only swallow signals.
import { baseName } from '../../../kit/path.ts'
import { type BuildFacts, jsonOf, scriptOf } from './facts.ts'

interface Scripts {
  scripts?: Record<string, string>
  main?: string
}

export interface NodeCommand {
  command: string[]
  /** Folders that a build makes and this command needs. */
  outputs: string[]
}

/** Frameworks whose server runs what their build made. */
const FRAMEWORKS: [RegExp, string[], (rest: string[]) => string[]][] = [
  [/^next$/, ['.next'], (rest) => ['node', 'node_modules/next/dist/bin/next', 'start', ...rest]],
  [/^nuxt$/, ['.output'], () => ['node', '.output/server/index.mjs']],
  [/^nest$/, ['dist'], () => ['node', 'dist/main.js']],
  [/^(remix-serve|react-router-serve)$/, ['build'], (rest) => ['node', `node_modules/.bin/remix-serve`, ...rest]],
]

export function nodeCommand(facts: BuildFacts, manifest: Scripts): NodeCommand {
  const words = unwrapped(facts.command, manifest, facts)
  const program = baseName(words[0] ?? '')
  const framework = FRAMEWORKS.find(([name]) => name.test(program))
  if (framework) {
    const rest = words.slice(1).filter((word) => !/^(start|dev|preview)(:\w+)?$/.test(word))
    return { command: framework[2](rest), outputs: framework[1] }
  }
  const compiled = compiledForm(facts, manifest, words)
  if (compiled) return compiled
  if (program === 'nodemon') return { command: ['node', ...words.slice(1)], outputs: [] }
  if (/^(tsx|ts-node|ts-node-esm|babel-node)$/.test(program))
    return {
      command: ['node', `node_modules/.bin/${program}`, ...words.slice(1).filter((word) => word !== 'watch')],
      outputs: [],
    }
  return { command: words, outputs: [] }
}

/** `npm start`, `yarn dev`, `pnpm run serve` → the script's own words, where it is one plain command. */
function unwrapped(command: readonly string[], manifest: Scripts, facts: BuildFacts): string[] {
  const script = scriptName(command)
  if (command[0] === 'npx') return command.slice(1).filter((word, at) => at > 0 || !word.startsWith('-'))
  if (script === undefined) return [...command]
  const prefer = ['start:prod', script === 'dev' || script === 'start:dev' ? 'start' : script, script]
  const text = prefer.map((name) => manifest.scripts?.[name]).find((found) => found !== undefined)
  const words = text === undefined ? undefined : plainWords(text)
  if (words) return words
  return manifest.main !== undefined && facts.paths.has(manifest.main) ? ['node', manifest.main] : [...command]
}

function scriptName([program = '', first, second]: readonly string[]): string | undefined {
  if (!/^(npm|pnpm|yarn)(\.cmd)?$/.test(program)) return undefined
  return first === 'run' || first === 'run-script' ? second : first
}

/** Undefined for a script that needs a shell: pipes, several commands, substitutions. */
export function plainWords(script: string): string[] | undefined {
  const words = script.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []
  const rest = words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  while (rest[0] === 'cross-env' || rest[0] === 'npx' || /^[A-Z_][A-Z0-9_]*=/.test(rest[0] ?? '')) rest.shift()
  return rest.length === 0 || rest.some((word) => /[|&;<>`$]/.test(word)) ? undefined : rest
}

/** A TypeScript entry that a build turns into JavaScript: the image runs the latter. */
function compiledForm(facts: BuildFacts, manifest: Scripts, words: readonly string[]): NodeCommand | undefined {
  const entry = words.map((word) => word.replace(/^\.\//, '')).find((word) => /\.[cm]?tsx?$/.test(word))
  const build = manifest.scripts?.build ?? ''
  if (entry === undefined || !/\b(tsc|tsup|esbuild|swc|rollup|ncc|webpack|nest)\b/.test(build)) return undefined
  if (scriptOf(facts) === undefined) return undefined
  const options = (jsonOf(facts, 'tsconfig.json')?.compilerOptions ?? {}) as { outDir?: string; rootDir?: string }
  const outDir = options.outDir?.replace(/^\.\//, '').replace(/\/$/, '')
  const started =
    manifest.scripts?.['start:prod'] ?? manifest.scripts?.start ?? (manifest.main ? `node ${manifest.main}` : '')
  const made = plainWords(started)?.find(
    (word) => /\.[cm]?js$/.test(word) && !facts.paths.has(word.replace(/^\.\//, '')),
  )
  if (made !== undefined) {
    const target = made.replace(/^\.\//, '')
    return { command: ['node', target], outputs: [target.split('/')[0]!] }
  }
  if (outDir === undefined) return undefined
  const rootDir = (options.rootDir ?? entry.split('/')[0] ?? '').replace(/^\.\//, '').replace(/\/$/, '')
  const inside = entry.startsWith(`${rootDir}/`) ? entry.slice(rootDir.length + 1) : entry
  return {
    command: ['node', `${outDir}/${inside.replace(/\.([cm]?)tsx?$/, '.$1js')}`],
    outputs: [outDir.split('/')[0]!],
  }
}
