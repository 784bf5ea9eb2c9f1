// Which call of which library starts to listen, and which of its arguments is the port: the shape of a row, and the ways to
// take an argument.
import { type Argument, elements, keyed, positional } from '../expression.ts'
import type { Masked } from '../mask.ts'
import type { PortRole } from './roles.ts'

export type Pick = (masked: Masked, args: readonly Argument[]) => Argument | undefined

export interface ListenRule {
  /** Global; the match ends in the opening bracket. */
  call: RegExp
  port: Pick
  /** The file must show this too, where the call's name alone could be anything. */
  needs?: RegExp
  role?: PortRole
  /** What the library takes when the call names no port. */
  fallback?: number
  /** For the evidence: `uvicorn.run`. */
  why: string
}

/** Named `port`, else at a position; a tuple or an object there is looked into. */
export function at(index: number, ...names: string[]): Pick {
  return (masked, args) => {
    const named = keyed(masked, args, names.length === 0 ? ['port', 'Port'] : names)
    if (named) return named
    const arg = positional(args, index)
    return arg && pair(masked, arg)
  }
}

/** Only by name. */
export function named(...names: string[]): Pick {
  return (masked, args) => keyed(masked, args, names)
}

/** `("host", 8080)`, `new InetSocketAddress(host, 8080)`: the last element; `([0, 0, 0, 0], 3000)` too. */
function pair(masked: Masked, arg: Argument): Argument | undefined {
  if (/^\{/.test(arg.text)) return undefined
  const inside = /^[([]|^(new\s+)?[\w.:]*(InetSocketAddress|IPEndPoint|SocketAddr|SocketAddress)[\w:.]*\(/.test(
    arg.text,
  )
  if (!inside) return arg
  const text = arg.text.replace(/^new\s+/, '')
  const parts = elements(masked, { text, start: arg.start + arg.text.length - text.length })
  const last = parts.at(-1)
  return last && /^\(/.test(last.text) ? elements(masked, last).at(-1) : last
}
