// What a language gives to the shapes of code-shapes.ts: how it writes a constant, a default of the environment, a call.
import type { Pieces } from './pieces.ts'
import type { Rng } from './random.ts'
import type { Peer, Style } from './world.ts'

/** A part of an interpolated string: text with spans, or the name of a constant or local. */
export type Part = Pieces | { ref: string }

export interface Syntax {
  language: string
  /** Runs in a loop and listens to nobody, so nobody dials it. */
  isWorker?: true
  constantStyle: Style
  localStyle: Style
  /** Quoted text; a language with several quotes draws one. */
  str(text: Pieces, rng: Rng): Pieces
  comment(text: Pieces): Pieces
  /** A constant where all of the file sees it. */
  constant(name: string, value: Pieces, kind: 'text' | 'number'): Pieces
  local(name: string, value: Pieces, kind: 'text' | 'number'): Pieces
  /** The expression of a variable with its default. */
  env(variable: string, fallback: Pieces): Pieces
  envNumber?(variable: string, fallback: Pieces): Pieces
  concat(parts: readonly Pieces[]): Pieces
  /** A string with constants in it. */
  template(parts: readonly Part[], rng: Rng): Pieces
  list(items: readonly Pieces[]): Pieces
  /** A request to a URL. */
  get(url: Pieces): Pieces
  /** A socket to two arguments. */
  dial?(host: Pieces, port: Pieces): Pieces
  /** Host and port as two members of one thing. */
  record?(name: string, host: Pieces, port: Pieces): Pieces
  /** Host and port as defaults of two parameters. */
  parameters?(name: string, host: Pieces, port: Pieces): Pieces
  log(text: Pieces): Pieces
  fail(text: Pieces): Pieces
  /** A question whether a name is this machine. */
  isLocal(text: Pieces): Pieces
  /** A name that may be missing, with what to say then. */
  orElse?(text: Pieces): Pieces
  cors?(origin: Pieces): Pieces
  /** The whole service: files by path below its folder, as parts that may hold spans. */
  program(self: Peer, rng: Rng): Program
}

export interface Program {
  /** Where top and body go. */
  main: { file: string; head: Pieces; between: Pieces; tail: Pieces; indentTop: string; indentBody: string }
  others: Record<string, Pieces>
}

/** Spans of the service's own listener. */
export function ownHost(): Pieces {
  return [{ legacy: '127.0.0.1', container: '0.0.0.0', role: 'bind', action: ['edit', 'env'] }]
}

export function ownPort(self: Peer): Pieces {
  return [{ legacy: String(self.legacy), container: String(self.container), role: 'bind', action: ['edit', 'env'] }]
}

export function ownAddress(self: Peer): Pieces {
  return [
    {
      legacy: `127.0.0.1:${self.legacy}`,
      container: `0.0.0.0:${self.container}`,
      role: 'bind',
      action: ['edit', 'env'],
    },
  ]
}
