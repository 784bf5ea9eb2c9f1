// Where servers that run by a configuration file say what they listen on, each in its own words.
import { type PortDetail, RANK } from './claims.ts'
import { at, type PortInput } from './configured.ts'
import { roleOf } from './roles.ts'

interface ServerFile {
  /** Language or framework of the service. */
  program: string
  file: RegExp
  listens: RegExp
  /** What is no part of the listening side. */
  aside?: RegExp
  fallback?: number
}

const HOST = String.raw`(?:[\w.*-]+:|\[[^\]]*\]:|:)?`
const SERVERS: readonly ServerFile[] = [
  {
    program: 'nginx',
    file: /\.conf$|(^|\/)sites-\w+\//,
    listens: new RegExp(`^[ \\t]*listen\\s+${HOST}(\\d{2,5})\\b`, 'gm'),
    fallback: 80,
  },
  { program: 'haproxy', file: /\.cfg$/, listens: new RegExp(`^[ \\t]*bind\\s+${HOST}(\\d{2,5})\\b`, 'gm') },
  {
    program: 'apache',
    file: /\.conf$/,
    listens: new RegExp(`^[ \\t]*Listen\\s+${HOST}(\\d{2,5})\\b`, 'gim'),
    fallback: 80,
  },
  {
    program: 'logstash',
    file: /\.conf$/,
    listens: /\bport\s*=>\s*["']?(\d{2,5})\b/g,
    aside: /^(filter|output)\s*\{[\s\S]*?^\}/gm,
  },
  {
    program: 'traefik',
    file: /\.(ya?ml|toml)$/,
    listens: /\baddress\s*[:=]\s*["']?(?:[\d.]*):(\d{2,5})\b/g,
    aside: /\bservers\b[\s\S]*/g,
  },
  {
    program: 'envoy',
    file: /\.ya?ml$/,
    listens: /\bport_value\s*:\s*(\d{2,5})\b/g,
    aside: /^\s*clusters\s*:[\s\S]*/gm,
  },
  { program: 'caddy', file: /Caddyfile/, listens: /^(?:https?:\/\/)?[\w.*-]*:(\d{2,5})\b[^{\n]*\{/gm, fallback: 80 },
  { program: 'prometheus', file: /\.ya?ml$/, listens: /$^/g, fallback: 9090 },
  {
    program: 'tomcat',
    file: /(^|\/)server\.xml$/,
    listens: /<Connector\b[^>]*?\bport\s*=\s*"(\d{2,5})"/g,
    aside: /<!--[\s\S]*?-->/g,
    fallback: 8080,
  },
  { program: 'fpm', file: /\.conf$/, listens: new RegExp(`^[ \\t]*listen\\s*=\\s*${HOST}(\\d{2,5})\\b`, 'gm') },
]

export function fromServerFiles(input: PortInput): PortDetail[] {
  const { sources, language, launches, files, entry } = input
  const programs = new Set([language, ...launches.flatMap(({ command }) => command?.framework ?? [])])
  const rule = SERVERS.find(({ program }) => programs.has(program))
  if (rule === undefined) return []
  const found = files
    .filter((file) => rule.file.test(file))
    .flatMap((file): PortDetail[] => {
      const text = blanked(sources.text(file) ?? '', rule)
      return [...text.matchAll(rule.listens)].map((match) => ({
        port: Number(match[1]),
        role: roleOf(''),
        rank: RANK.configuration,
        why: rule.program,
        evidence: at(sources, file, match.index),
      }))
    })
  if (found.length > 0 || rule.fallback === undefined) return found
  return [
    {
      port: rule.fallback,
      role: 'main',
      rank: RANK.fallback,
      why: `default of ${rule.program}`,
      evidence: `${entry}:1`,
    },
  ]
}

/** Comments and what is aside lose their letters, lines stay. */
function blanked(text: string, { aside }: ServerFile): string {
  const blank = (part: string): string => part.replaceAll(/[^\n]/g, ' ')
  const plain = text.replaceAll(/^[ \t]*[#;].*$/gm, blank)
  return aside === undefined ? plain : plain.replaceAll(aside, blank)
}
