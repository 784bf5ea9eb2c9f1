// Every rule of migration.md 6 that can be seen in the text of a Dockerfile, as one pure check. What the tool renders
// must pass it for every language; a legacy Dockerfile is told which rules it breaks.
import { DockerfileParser, type Instruction } from 'dockerfile-ast'
import { argumentsOf, SECRET } from './legacy.ts'

export interface Broken {
  rule: Rule
  line: number
  found: string
}

export type Rule = keyof typeof RULES

interface Stage {
  from: Instruction
  name?: string
  base: string
  lines: Line[]
}

interface Line {
  keyword: string
  text: string
  at: number
}

interface File {
  text: string
  stages: Stage[]
  last: Stage
}

type Check = (file: File) => [number, string][]

const INSTALLER =
  /\b(pip3? install|poetry install|pipenv|uv sync|npm (ci|install|run)|pnpm (install|run)|yarn (install|run|workspaces)|mvn|gradle|dotnet (restore|publish|build)|go (build|mod)|cargo (build|fetch)|bundle install|composer (install|dump)|javac|docker-php-ext-install)\b/
const DOWNLOADS =
  /\b(pip3? install -|pip3? install --prefix=\S+ -r|poetry install|uv sync|npm (ci|install)|pnpm install|yarn (install|workspaces)|mvn -B -q dependency|gradle \S+ \S+ \S*dependencies|dotnet restore|go mod download|cargo fetch|bundle install|composer install)\b/

const RULES = {
  'no frontend line': ({ text }) => (/^#\s*syntax\s*=/im.test(text) ? [[1, '# syntax=']] : []),
  'bases are pinned': ({ stages }) =>
    stages.flatMap(({ base, from }): [number, string][] => {
      const isStage = stages.some(({ name }) => name === base)
      const pinned = base === 'scratch' || isStage || /@sha256:|:(?!latest$)[\w.-]+$/.test(base)
      return pinned ? [] : [[lineOf(from), base]]
    }),
  'no package client in the last stage': ({ last }) =>
    last.lines.flatMap(({ keyword, text, at }): [number, string][] =>
      keyword === 'RUN' && INSTALLER.test(text) ? [[at, text]] : [],
    ),
  'no compiler in the last stage': ({ last }) =>
    last.lines.flatMap(({ keyword, text, at }): [number, string][] =>
      keyword === 'RUN' && /\b(build-essential|gcc|g\+\+|\S+-dev)\b/.test(text) ? [[at, text]] : [],
    ),
  'dependencies before sources': ({ stages }) =>
    stages.flatMap(({ lines }) => {
      const sources = lines.findIndex(({ keyword, text }) => keyword === 'COPY' && /^(--\S+ )*\. \S+$/.test(text))
      const install = lines.findIndex(({ keyword, text }) => keyword === 'RUN' && DOWNLOADS.test(text))
      const late = sources !== -1 && install > sources ? lines[install]! : undefined
      // A project that installs itself cannot be separated from its sources.
      return late && !/install \.|-r \S+/.test(late.text) ? [[late.at, late.text]] : []
    }),
  'cache mounts are named and locked': ({ stages }) =>
    stages.flatMap(({ lines }) =>
      lines.flatMap(({ text, at }) =>
        [...text.matchAll(/--mount=(\S+)/g)]
          .filter(
            ([, mount = '']) => mount.startsWith('type=cache') && !(/id=/.test(mount) && /sharing=locked/.test(mount)),
          )
          .map(([mount]): [number, string] => [at, mount]),
      ),
    ),
  'downloads are cached': ({ stages }) =>
    stages.flatMap(({ lines }) =>
      lines.flatMap(({ keyword, text, at }): [number, string][] =>
        keyword === 'RUN' && DOWNLOADS.test(text) && !text.includes('--mount=type=cache') ? [[at, text]] : [],
      ),
    ),
  'no package lists left': ({ last }) =>
    last.lines.flatMap(({ text, at }): [number, string][] =>
      /apt-get install/.test(text) &&
      !(text.includes('rm -rf /var/lib/apt/lists') && text.includes('--no-install-recommends'))
        ? [[at, text]]
        : [],
    ),
  'numeric user, not root': ({ last }) => {
    const user = last.lines.filter(({ keyword }) => keyword === 'USER').at(-1)
    return user && /^[1-9]\d*(:[1-9]\d*)?$/.test(user.text)
      ? []
      : [[user?.at ?? lineOf(last.from), user?.text ?? 'no USER']]
  },
  'nothing changes after USER': ({ last }) => {
    const user = last.lines.findIndex(({ keyword }) => keyword === 'USER')
    return last.lines
      .slice(user === -1 ? last.lines.length : user)
      .flatMap(({ keyword, text, at }): [number, string][] => (/^(RUN|COPY|ADD)$/.test(keyword) ? [[at, text]] : []))
  },
  'exec form': ({ last }) => {
    const started = last.lines.filter(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')
    if (started.length === 0) return [[lineOf(last.from), 'no CMD']]
    return started.flatMap(({ text, at }): [number, string][] => (isExec(text) ? [] : [[at, text]]))
  },
  'a health check in exec form without curl': ({ last }) =>
    last.lines.flatMap(({ keyword, text, at }): [number, string][] => {
      if (keyword !== 'HEALTHCHECK') return []
      const test = /\bCMD\s+(.*)$/.exec(text)?.[1] ?? ''
      const isBusybox = /alpine/.test(last.base) && /"wget"/.test(test)
      return isExec(test) && (isBusybox || !/\b(curl|wget)\b/.test(test)) ? [] : [[at, text]]
    }),
  'the health check asks an exposed port': ({ last }) => {
    const exposed = last.lines.filter(({ keyword }) => keyword === 'EXPOSE').flatMap(({ text }) => text.split(/\s+/))
    return last.lines.flatMap(({ keyword, text, at }): [number, string][] => {
      const port = keyword === 'HEALTHCHECK' ? /127\.0\.0\.1[:/', ]+(\d+)/.exec(text)?.[1] : undefined
      return port !== undefined && !exposed.includes(port) ? [[at, port]] : []
    })
  },
  'no secret in ARG or ENV': ({ stages }) =>
    stages.flatMap(({ lines }) =>
      lines.flatMap(({ keyword, text, at }): [number, string][] =>
        /^(ARG|ENV)$/.test(keyword) && SECRET.test(`${text} `) ? [[at, text.split(/[= ]/)[0]!]] : [],
      ),
    ),
  'a label with the digest of the source': ({ last }) =>
    last.lines.some(({ keyword, text }) => keyword === 'LABEL' && /io\.trade2026\.source="[^"]+"/.test(text))
      ? []
      : [[lineOf(last.from), 'no LABEL']],
  'a stop signal': ({ last }) =>
    last.lines.some(({ keyword, text }) => keyword === 'STOPSIGNAL' && /^SIG[A-Z0-9]+$/.test(text))
      ? []
      : [[lineOf(last.from), 'no STOPSIGNAL']],
  'no download by ADD': ({ stages }) =>
    stages.flatMap(({ lines }) =>
      lines.flatMap(({ keyword, text, at }): [number, string][] =>
        keyword === 'ADD' && /https?:\/\//.test(text) ? [[at, text]] : [],
      ),
    ),
  'no loopback but in the health check': ({ stages }) =>
    stages.flatMap(({ lines }) =>
      lines.flatMap(({ keyword, text, at }): [number, string][] =>
        keyword !== 'HEALTHCHECK' && /\b(localhost|127\.0\.0\.1)\b/.test(text) ? [[at, text]] : [],
      ),
    ),
} satisfies Record<string, Check>

export const RULE_NAMES = Object.keys(RULES) as Rule[]

export function lintDockerfile(text: string): Broken[] {
  const file = read(text)
  if (file === undefined) return [{ rule: 'bases are pinned', line: 1, found: 'no FROM' }]
  return RULE_NAMES.flatMap((rule) => (RULES[rule] as Check)(file).map(([line, found]) => ({ rule, line, found })))
}

function read(text: string): File | undefined {
  const stages: Stage[] = []
  for (const it of DockerfileParser.parse(text).getInstructions()) {
    const keyword = it.getKeyword()
    const words = argumentsOf(it)
    if (keyword === 'FROM') {
      const [, base = '', name] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(words) ?? []
      stages.push({ from: it, base, lines: [], ...(name === undefined ? {} : { name }) })
    } else stages.at(-1)?.lines.push({ keyword, text: words, at: lineOf(it) })
  }
  const last = stages.at(-1)
  return last && { text, stages, last }
}

function isExec(text: string): boolean {
  try {
    const words: unknown = JSON.parse(text)
    return Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string')
  } catch {
    return false
  }
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1
}
