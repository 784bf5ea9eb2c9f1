// Addresses that lie in what services share: a constant of a common package, a client module. The need is whoever's uses it.
import type { EndpointFinding } from '../../../model/endpoint.ts'
import type { SourceFiles } from '../../../model/source.ts'
import type { Registry } from '../../rewrite/registry.ts'
import type { InfraSighting } from '../infra.ts'
import { type Claim, WORTH } from './claim.ts'
import { type EdgeFile, edgeFiles, edgeKindOf, type Line, type Owner, ownerOf } from './tree.ts'

interface Given {
  /** Constant, or module. */
  name: string
  isModule: boolean
  to: string
}

/** Names that say nothing: every file has some of its own. */
const COMMON =
  /^(url|uri|host|hosts|port|base|base_?url|default|defaults|config|settings|options|value|address|endpoint|client|const|return|export|target|server|name|path)$/i
const NO_MODULE =
  /^(index|main|app|config|configuration|settings|constants?|common|shared|utils?|helpers?|__init__|mod|lib|defaults?|env|package)$/i

export function throughShared(
  tree: SourceFiles,
  files: readonly EdgeFile[],
  findings: readonly EndpointFinding[],
  sightings: readonly InfraSighting[],
  services: readonly Owner[],
  registry: Registry,
): Claim[] {
  const given = [
    ...findings.flatMap((one) =>
      isPeer(one) ? [{ ...one, to: one.target!.slice(0, one.target!.lastIndexOf(':')) }] : [],
    ),
    ...sightings.flatMap((one) => {
      const to = registry.ports
        .get(one.port)
        ?.find(({ service }) => registry.services.get(service)?.kind === 'infra')?.service
      return to === undefined || one.named ? [] : [{ file: one.file, line: one.line, to }]
    }),
  ].filter(({ file }) => ownerOf(file, services) === undefined)
  const wanted = given.flatMap(({ file, line, to }) =>
    namesAt(
      files.find((one) => one.file === file),
      line,
      to,
    ),
  )
  if (wanted.length === 0) return []
  const last = [...new Set(wanted.map(({ name }) => name.slice(name.lastIndexOf('.') + 1)))]
  const users = edgeFiles(tree, services, (text) => last.some((name) => text.includes(name)))
  return users.flatMap(({ file, lines, owner }) =>
    owner === undefined || !isCode(file)
      ? []
      : lines.flatMap((line) =>
          wanted
            .filter((one) => uses(line, one))
            .map(({ name, to }) => ({
              from: owner,
              to,
              via: name,
              kind: edgeKindOf(to, registry),
              file,
              line: line.number,
              confidence: WORTH.sharedConstant,
            })),
        ),
  )
}

function isPeer({ role, target, action }: EndpointFinding): boolean {
  return role === 'peer' && target !== undefined && ['edit', 'env', 'keep'].includes(action)
}

/** The constant that the line, or one of the few before it, defines; and the module, where its name means something. */
function namesAt(file: EdgeFile | undefined, line: number, to: string): Given[] {
  if (file === undefined || !isCode(file.file)) return []
  const near = file.lines.filter(({ number }) => number <= line && number >= line - 2).reverse()
  const name = near.map(({ text }) => DEFINES.exec(text)?.[1]).find((found) => found !== undefined)
  const [, folder = '', stem = ''] = /(?:([\w-]+)\/)?([\w-]+)\.\w+$/.exec(file.file) ?? []
  return [
    ...(name === undefined
      ? []
      : constantNames(name, [stem, folder]).map((one) => ({ name: one, isModule: false, to }))),
    ...(NO_MODULE.test(stem) || stem.length < 4 ? [] : [{ name: stem, isModule: true, to }]),
  ]
}

/** As it stands, where it tells enough by itself; else behind its module, class or package: `addr.Tide`. */
function constantNames(name: string, qualifiers: readonly string[]): string[] {
  if (isTelling(name)) return [name]
  return [...new Set(qualifiers)].filter((one) => one !== '').map((one) => `${one}.${name}`)
}

/** More than one word: `hostname` and `url` are everybody's. */
function isTelling(name: string): boolean {
  return name.length > 4 && /^[A-Za-z]+(_|[a-z0-9][A-Z])/.test(name) && !COMMON.test(name)
}

const DEFINES = /\b([A-Za-z_]\w*)\s*(?::\s*[\w<>[\]., ]+)?\s*:?=(?!=)/

function uses({ text }: Line, { name, isModule }: Given): boolean {
  if (!text.includes(name)) return false
  if (isModule && !/\b(import|from|require|using|use|include)\b/.test(text)) return false
  return new RegExp(`(?<![\\w-])${name.replaceAll('.', '\\.')}(?![\\w-])`).test(text)
}

function isCode(file: string): boolean {
  return /\.(py|[cm]?[jt]sx?|vue|java|kt|cs|go|rb|php|rs)$/.test(file)
}
