// De-containerise (migration.md 16): from a seed, a small containerised system, and from it the legacy host tree that a
// migration must lead back: fresh host ports, loopback, values in constants, defaults and lists, traps between them, no
// Dockerfile and no compose file. Every changed span is a label.
import type { Code, CodeSite } from './code-shapes.ts'
import { PEER_SHAPES, TRAP_SHAPES } from './code-shapes.ts'
import { FORMATS, systemd } from './data/formats.ts'
import { DATA_PEERS, DATA_TRAPS, inData } from './data/shapes.ts'
import { dressed } from './dress.ts'
import { LANGUAGES } from './languages/languages.ts'
import { gateway } from './nginx.ts'
import { type GeneratedLabel, labelsOf, legacyText, type Shaped } from './pieces.ts'
import { type Rng, seeded } from './random.ts'
import type { Program, Syntax } from './syntax.ts'
import { drawLink, drawWorld, endpointsOf, type Link, type Peer, type World } from './world.ts'

export interface Generated {
  seed: number
  endpoints: Record<string, string>
  files: Record<string, Uint8Array>
  labels: GeneratedLabel[]
  services: { id: string; path: string; language: string; ports: number[] }[]
}

export interface System {
  seed: number
  world: World
  drafts: FileDraft[]
  languages: Record<string, string>
}

export interface FileDraft {
  file: string
  /** Always there: the frame of the file. */
  frame: (sites: readonly Site[]) => Shaped[]
  sites: Site[]
  dressSeed: number
}

export interface Site {
  shape: string
  code?: Code
  shaped?: Shaped
}

const EXTRA = ['', 'bulk', 'night', 'slow', 'north', 'spare', 'audit', 'south', 'fast', 'yearly', 'west', 'east']

export function drawSystem(seed: number): System {
  const rng = seeded(seed)
  const world = drawWorld(rng)
  const drafts: FileDraft[] = []
  const languages: Record<string, string> = {}
  for (const self of [...world.services, ...world.workers]) {
    const syntax = rng.pick(LANGUAGES.filter(({ isWorker = false }) => isWorker === world.workers.includes(self)))
    languages[self.id] = syntax.language
    drafts.push(...programDrafts(self, syntax, world, rng))
    for (const format of rng.shuffled(FORMATS).slice(0, 2))
      drafts.push(dataDraft(self, format, format.file, world, rng))
    if (rng.chance(0.3)) drafts.push(dataDraft(self, systemd, `deploy/${self.id}.service`, world, rng))
  }
  if (rng.chance(0.4)) {
    const parts = gateway(world.services, rng)
    drafts.push({ file: 'gateway/nginx.conf', frame: () => parts, sites: [], dressSeed: rng.below(1e9) })
  }
  return { seed, world, drafts, languages }
}

/** The legacy tree of a system, with its labels. */
export function decontainerise({ seed, world, drafts, languages }: System): Generated {
  const files: Record<string, Uint8Array> = {}
  const labels: GeneratedLabel[] = []
  for (const { file, frame, sites, dressSeed } of drafts) {
    const parts = frame(sites)
    labels.push(...labelsOf(file, parts))
    files[file] = dressed(file, parts.map(({ pieces }) => legacyText(pieces)).join(''), seeded(dressSeed))
  }
  const services = [...world.services, ...world.workers].map((one) => ({
    id: one.id,
    path: one.id,
    language: languages[one.id]!,
    ports: world.workers.includes(one) ? [] : [one.legacy],
  }))
  return { seed, endpoints: endpointsOf(world), files, labels, services }
}

function programDrafts(self: Peer, syntax: Syntax, world: World, rng: Rng): FileDraft[] {
  const { main, others } = syntax.program(self, rng)
  const stems = stemsOf(rng)
  const sites = shapesOf(PEER_SHAPES, TRAP_SHAPES, rng).flatMap(([shape, make]): Site[] => {
    const site: CodeSite = { syntax, self, rng, ...stems(linkOf(world, self, rng)), other: linkOf(world, self, rng) }
    const code = make(site)
    return code ? [{ shape, code }] : []
  })
  const file = `${self.id}/${main.file}`
  const beside = Object.entries(others).map(([name, pieces]): FileDraft => {
    const parts = [{ shape: 'listener', pieces }]
    return { file: `${self.id}/${name}`, frame: () => parts, sites: [], dressSeed: rng.below(1e9) }
  })
  return [{ file, frame: (some) => programFrame(main, some), sites, dressSeed: rng.below(1e9) }, ...beside]
}

function programFrame(main: Program['main'], sites: readonly Site[]): Shaped[] {
  const block = (slot: 'top' | 'body', indent: string): Shaped[] =>
    sites.flatMap(({ shape, code }) =>
      (code?.[slot] ?? []).map((pieces) => ({ shape, pieces: [indent, ...pieces, '\n'] })),
    )
  return [
    { shape: 'head', pieces: main.head },
    ...block('top', main.indentTop),
    { shape: 'frame', pieces: main.between },
    ...block('body', main.indentBody),
    { shape: 'listener', pieces: main.tail },
  ]
}

function dataDraft(self: Peer, syntax: (typeof FORMATS)[number], name: string, world: World, rng: Rng): FileDraft {
  const style = rng.pick(syntax.styles)
  const stems = stemsOf(rng)
  const sites = shapesOf(DATA_PEERS, DATA_TRAPS, rng).flatMap(([shape, make]): Site[] => {
    const site = { syntax, style, self, rng, ...stems(linkOf(world, self, rng)), other: linkOf(world, self, rng) }
    const pieces = inData(site, make)
    return pieces ? [{ shape, shaped: { shape, pieces } }] : []
  })
  const frame = (some: readonly Site[]): Shaped[] => [
    { shape: 'head', pieces: [syntax.head] },
    ...some.flatMap(({ shape, shaped }, index) => [
      { shape, pieces: [...(index === 0 ? [] : [syntax.separator]), ...shaped!.pieces] },
    ]),
    { shape: 'tail', pieces: [syntax.tail] },
  ]
  return { file: name.startsWith('deploy/') ? name : `${self.id}/${name}`, frame, sites, dressSeed: rng.below(1e9) }
}

/** Some places that move and some that stay, in any order. */
function shapesOf<Shape>(peers: Record<string, Shape>, traps: Record<string, Shape>, rng: Rng): [string, Shape][] {
  return rng.shuffled([
    ...rng.shuffled(Object.entries(peers)).slice(0, 3 + rng.below(3)),
    ...rng.shuffled(Object.entries(traps)).slice(0, 2 + rng.below(2)),
  ])
}

function linkOf({ services, servers }: World, self: Peer, rng: Rng): Link {
  const others = services.filter((one) => one !== self)
  return drawLink(rng.chance(0.7) ? rng.pick(others) : rng.pick(servers), rng)
}

/** Names after the peer or after nothing that tells, each once in a file. */
function stemsOf(rng: Rng): (link: Link) => { link: Link; stem: string[] } {
  const extra = rng.shuffled(EXTRA)
  return (link) => {
    const first = rng.chance(0.65) ? link.peer.id : rng.pick(['upstream', 'backend', 'primary', 'remote'])
    return { link, stem: [first, extra.pop()!].filter((word) => word !== '') }
  }
}
