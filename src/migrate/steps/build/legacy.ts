// A legacy Dockerfile is read for what it knows beyond the recipe: system packages, environment, volumes, steps of its own.
// Each of its instructions ends as carried or as left out, with the reason.
import { DockerfileParser, type Instruction, type JSONInstruction } from 'dockerfile-ast'
import type { Image } from './image.ts'

export interface Change {
  /** 1-based line of the legacy Dockerfile, 0 for what is new. */
  line: number
  was: string
  what: 'carried' | 'replaced' | 'left out' | 'added'
  why: string
}

export interface LegacyInstruction {
  line: number
  keyword: string
  text: string
  /** 0-based stage, and whether it is the last one. */
  isLast: boolean
}

export interface LegacyDockerfile {
  instructions: LegacyInstruction[]
}

export function readLegacy(text: string): LegacyDockerfile {
  const all = DockerfileParser.parse(text).getInstructions()
  const last = all.filter((it) => it.getKeyword() === 'FROM').at(-1)
  const from = last?.getRange().start.line ?? 0
  return {
    instructions: all.map((it) => ({
      line: it.getRange().start.line + 1,
      keyword: it.getKeyword(),
      text: argumentsOf(it),
      isLast: it.getRange().start.line >= from,
    })),
  }
}

/** Flags and arguments on one line, continuations joined. */
export function argumentsOf(instruction: Instruction | JSONInstruction): string {
  return instruction
    .getTextContent()
    .replace(/^\s*\S+\s*/, '')
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/[\\`]\s*\n\s*/g, ' ')
    .trim()
}

type Answer = { image: Image; what: Change['what']; why: string }

export function carryOver(image: Image, legacy: LegacyDockerfile | undefined): { image: Image; changes: Change[] } {
  if (legacy === undefined) return { image, changes: [] }
  let result = image
  const changes: Change[] = []
  for (const instruction of legacy.instructions) {
    const answer = (READERS[instruction.keyword] ?? unknown)(result, instruction)
    result = answer.image
    const was = secretless(`${instruction.keyword} ${instruction.text}`)
    changes.push({ line: instruction.line, was, what: answer.what, why: answer.why })
  }
  return { image: result, changes }
}

const READERS: Record<string, (image: Image, instruction: LegacyInstruction) => Answer> = {
  FROM: (image) => replaced(image, `built in stages on pinned bases, the last one ${image.base}`),
  WORKDIR: (image) => replaced(image, 'every service lies in /app'),
  COPY: copyOf,
  ADD: copyOf,
  RUN: runOf,
  ENV: environmentOf,
  ARG: (image, { text }) =>
    leftOut(
      image,
      SECRET.test(text) ? 'a secret in ARG stays in the history of the image' : 'no step of the recipe asks for it',
    ),
  EXPOSE: (image) => replaced(image, 'ports are those of the definition'),
  USER: (image) => replaced(image, 'numeric and not root, so that orchestrators can check it'),
  HEALTHCHECK: (image) => replaced(image, 'asks on the container port, by means of the image itself'),
  CMD: (image) => replaced(image, 'exec form, so that signals reach the program'),
  ENTRYPOINT: (image) => replaced(image, 'exec form, so that signals reach the program'),
  STOPSIGNAL: (image, { text }) => carried({ ...image, stopSignal: text }, 'the program asks for this signal'),
  VOLUME: volumeOf,
  LABEL: (image) => leftOut(image, 'labels are those of the platform'),
  MAINTAINER: (image) => leftOut(image, 'deprecated'),
  SHELL: (image) => leftOut(image, 'nothing runs in shell form'),
  ONBUILD: (image) => leftOut(image, 'nothing is built on this image'),
}

const unknown = (image: Image): Answer => leftOut(image, 'not known')
const carried = (image: Image, why: string): Answer => ({ image, what: 'carried', why })
const replaced = (image: Image, why: string): Answer => ({ image, what: 'replaced', why })
const leftOut = (image: Image, why: string): Answer => ({ image, what: 'left out', why })

export const SECRET =
  /(pass(word|wd)?|secret|token|api_?key|private_?key|credential|access_?key)\w*\s*[= ]|:\/\/[^/\s:@]+:[^@\s]+@/i

function copyOf(image: Image, { text }: LegacyInstruction): Answer {
  if (/--from=(?!\w+\b\s|\d)/.test(text) && /--from=\S+[/:]/.test(text))
    return carried({ ...image, dependencies: [...image.dependencies, `COPY ${text}`] }, 'comes from another image')
  return replaced(image, 'manifests first, sources after, so that packages are installed once')
}

/** Installers, users and permissions are the recipe's own; what is left is a step of this service. */
function runOf(image: Image, { text, isLast }: LegacyInstruction): Answer {
  const packages = aptPackages(text)
  if (packages.length > 0) return packagesOf(image, packages, isLast)
  const rest = text.split(/\s*(?:&&|;)\s*/).filter((part) => part !== '' && !OURS.test(part))
  if (rest.length === 0) return replaced(image, 'the recipe does this')
  if (!isLast) return leftOut(image, 'a step of a stage that the recipe replaces')
  if (image.hasNoShell) return leftOut(image, 'the last stage has no shell')
  if (SECRET.test(text)) return leftOut(image, 'names a secret, which would stay in a layer')
  if (/\b(curl|wget|git clone)\b/.test(text))
    return leftOut(image, 'downloads while it builds: not repeatable; bring the file in the tree')
  return carried({ ...image, finish: [...image.finish, `RUN ${rest.join(' && ')}`] }, 'a step of its own')
}

const OURS =
  /^(sudo\s+)?(apt-get|apt|apk|yum|dnf|pip3?|python3? -m (pip|venv)|poetry|pipenv|uv|npm|npx|yarn|pnpm|corepack|mvn|\.\/mvnw|gradle|\.\/gradlew|dotnet|go|cargo|rustup|bundle|gem|composer|docker-php-ext-\S+|useradd|adduser|groupadd|addgroup|chown|chmod|mkdir|rm|set|cd|javac|true|export|echo)\b/

const BUILD_ONLY =
  /^(gcc|g\+\+|make|cmake|build-essential|git|curl|wget|unzip|.*-dev|pkg-config|maven|gradle|default-jdk|openjdk-.*)$/

function packagesOf(image: Image, packages: string[], isLast: boolean): Answer {
  const kept = packages.filter((name) => !BUILD_ONLY.test(name))
  if (image.hasNoShell) return leftOut(image, 'the last stage holds one binary and no system')
  if (!isLast || kept.length === 0) return replaced(image, 'tools for building stay out of the last stage')
  return carried(
    { ...image, packages: [...new Set([...image.packages, ...kept])].sort() },
    `system packages that stay: ${kept.join(', ')}`,
  )
}

export function aptPackages(text: string): string[] {
  const installs = [...text.matchAll(/apt(?:-get)?\s+(?:-\S+\s+)*install\s+([^&|;]+)/g)]
  return installs.flatMap(([, list = '']) =>
    list.split(/\s+/).filter((word) => /^[a-z0-9][\w.+:-]*(=\S+)?$/.test(word)),
  )
}

/** Addresses are the environment's of compose; ports the definition's. */
function environmentOf(image: Image, { text, isLast }: LegacyInstruction): Answer {
  if (!isLast) return leftOut(image, 'of a stage that the recipe replaces')
  const pairs = environmentPairs(text)
  const kept = Object.entries(pairs).filter(
    ([name, value]) =>
      image.environment[name] === undefined &&
      !SECRET.test(`${name}=${value}`) &&
      !/localhost|127\.0\.0\.1|:\/\/|\$\{?\w/.test(value) &&
      !/(^|_)(PORT|HOST|PATH|URLS?)$/.test(name),
  )
  if (kept.length === 0) return replaced(image, 'addresses, ports and secrets come from compose')
  const names = kept.map(([name]) => name)
  return carried(
    { ...image, environment: { ...image.environment, ...Object.fromEntries(kept) } },
    `stays: ${names.join(', ')}`,
  )
}

export function environmentPairs(text: string): Record<string, string> {
  if (!/^[\w.]+=/.test(text)) {
    const [, name = '', value = ''] = /^(\S+)\s+(.*)$/.exec(text) ?? []
    return name === '' ? {} : { [name]: value }
  }
  const pairs = [...text.matchAll(/([\w.]+)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)]
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replace(/^(["'])(.*)\1$/, '$2')]))
}

function volumeOf(image: Image, { text }: LegacyInstruction): Answer {
  const paths = text.startsWith('[') ? (JSON.parse(text) as string[]) : text.split(/\s+/)
  const own = paths.filter((path) => path.startsWith('/') && !/^\/(data|app|secrets)(\/|$)/.test(path))
  if (own.length === 0 || image.hasNoShell) return replaced(image, 'data lies on the declared volumes')
  const finish = `RUN mkdir -p ${own.join(' ')} && chown 1000:1000 ${own.join(' ')}`
  return carried(
    { ...image, finish: [...image.finish, finish], volumes: [...image.volumes, ...own] },
    'the program writes there',
  )
}

/** Evidence is read by people: no value of a secret in it. */
export function secretless(text: string): string {
  return text
    .replaceAll(
      /((?:pass(?:word|wd)?|secret|token|api_?key|private_?key|credential|access_?key)\w*\s*[= ]\s*)("[^"]*"|\S+)/gi,
      '$1***',
    )
    .replaceAll(/(:\/\/[^/\s:@]+:)[^@\s]+@/g, '$1***@')
}
