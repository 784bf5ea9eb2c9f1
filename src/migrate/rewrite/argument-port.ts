// The port beside a host in one call: `connect("localhost", 8099)`, `Redis(host="localhost", port=6379)`, `.host(h).port(p)`.
import { type Context, type FileModel, type Site, words } from './model.ts'
import { constantPort, type PortPart, portValue } from './port-part.ts'

/** `Redis(host="localhost", port=6379)`, `connect("localhost", 8099)`, `bind(("localhost", 8107))`, `connect(8099, "localhost")`. */
export function sibling(site: Site, model: FileModel): PortPart | undefined {
  return argumentPort(site.context, site.start, model)
}

export function argumentPort(context: Context, start: number, model: FileModel): PortPart | undefined {
  const { call } = context
  if (!call) return undefined
  const given = model.argumentsOf(call.start)
  const own = given.find((argument) => argument.start <= start && start < argument.end)
  const all = given.filter((argument) => argument !== own)
  // In a chain (`.node("a", 1).node("b", 2)`) only the own call has neighbours.
  const near = all.filter((argument) => own === undefined || argument.list === own.list)
  const keyed = context.path.at(-1)
  const named =
    typeof call.argument === 'string' || (keyed !== undefined && /host|addr|server/i.test(keyed))
      ? all.filter((argument) => isPortName(String(argument.argument)))
      : []
  const positions = call.element === undefined ? neighbours(call.argument) : []
  const elements = call.element === undefined ? [] : [call.element + 1, call.element - 1]
  const ordered = [
    ...named,
    ...elements.flatMap((element) =>
      near.filter((argument) => argument.argument === call.argument && argument.element === element),
    ),
    ...positions.flatMap((position) =>
      near.filter((argument) => argument.argument === position && argument.element === undefined),
    ),
    ...all.filter((argument) => typeof argument.argument === 'string' && isPortName(argument.argument)),
  ]
  for (const argument of ordered) {
    if (argument.name !== undefined) {
      const constant = constantPort(argument.name, model)
      if (constant) return constant
    }
    const literal = model
      .numbers()
      .find((number) => argument.start <= number.start && number.end <= argument.end && portValue(number) !== undefined)
    if (literal) return { kind: 'literal', site: literal, value: portValue(literal)! }
  }
  return undefined
}

function neighbours(argument: string | number): number[] {
  return typeof argument === 'number' ? [argument + 1, argument - 1] : []
}

function isPortName(name: string): boolean {
  return words(name).at(-1) === 'port'
}
