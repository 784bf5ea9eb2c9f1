// The walk outward from a value, in words that fit every code language. A dialect says what one parent means;
// this file collects the meanings into a Context.
import { isNumericAddress, isPairing, isQuestion, isTransparent, isVariableName, readsEnvironment } from '../calls.ts'
import type { Context } from '../model.ts'
import type { SyntaxNode } from '../syntax.ts'

/** What a parent does with the child the walk comes from. */
export type Step =
  | { kind: 'through' }
  | { kind: 'stop' }
  /** `owners` are names around it (`factory.HostName = …`); what one object is given shares a scope. */
  | { kind: 'name'; name: string; stop?: boolean; owners?: string[]; scope?: string }
  | { kind: 'scope' }
  | { kind: 'element'; index: number }
  | { kind: 'compared' }
  | { kind: 'fallback'; left: SyntaxNode }
  | { kind: 'parameter'; name: string }
  | { kind: 'raised' }
  /** `host=x`, `{ host: x }`, `.host(x)`; setters of one object share a scope. */
  | { kind: 'keyword'; name: string; names?: readonly string[]; scope?: string }
  | { kind: 'test' }
  | { kind: 'argument'; index: number }
  | CallStep
  | { kind: 'env'; variable: string; name?: string }

export interface CallStep {
  kind: 'call'
  name: string
  start: number
  firstArgument?: string
  /** Names that the place of the argument gives it: `host` of `nc host port`. */
  names?: readonly string[]
  /** Variable that wins over the value. */
  environment?: string
  /** The value counts only when this expression gives nothing: receiver of `.orElse`. */
  defaulted?: SyntaxNode
}

export interface Dialect {
  step(child: SyntaxNode, parent: SyntaxNode): Step
  /** Environment variable an expression reads (through constants of the file too). */
  environmentOf(expression: SyntaxNode): string | undefined
  /** What a literal says of itself: `"${tariff.url:http://…}"` is the default of a variable. */
  own?(literal: SyntaxNode): { variable: string } | undefined
}

interface Walk {
  context: Context
  argument: string | number | undefined
  element: number | undefined
  scoped: boolean
}

export function contextOf(node: SyntaxNode, dialect: Dialect): Context {
  const walk: Walk = { context: { path: [], scope: 'file' }, argument: undefined, element: undefined, scoped: false }
  const own = dialect.own?.(node)
  if (own !== undefined) walk.context.env = own.variable
  let child = node
  for (let parent = node.parent; parent !== null; child = parent, parent = parent.parent) {
    if (!take(dialect.step(child, parent), walk, parent, dialect, child)) break
  }
  settingsDefault(walk.context)
  return walk.context
}

/** Returns false when the walk ends. */
function take(step: Step, walk: Walk, parent: SyntaxNode, dialect: Dialect, child: SyntaxNode): boolean {
  const { context } = walk
  switch (step.kind) {
    case 'stop':
      return false
    case 'through':
      return true
    case 'scope':
      setScope(walk, parent)
      return true
    case 'name':
      context.path.unshift(...(step.owners ?? []), step.name)
      nameScope(walk, step.scope)
      return !step.stop
    case 'element':
      walk.element ??= step.index
      return true
    case 'compared':
      // What a call answered is compared (`get("…") == 200`), not the address it was given.
      if (context.call === undefined) context.compared = true
      return false
    case 'fallback':
      takeFallback(step.left, context, dialect)
      return true
    case 'parameter':
      if (context.call === undefined) context.parameter = true
      // Parameters of one function belong together.
      if (parent.parent) setScope(walk, parent.parent)
      context.path.unshift(step.name)
      return false
    case 'raised':
      // `throw new E("…" + client.get(URL))`: what another call takes on the way is used by it, not said.
      if (context.call?.start === child.startIndex || isExceptional(context.call?.name)) context.raised = true
      return false
    case 'test':
      context.test = true
      return true
    case 'env':
      context.env ??= step.variable
      if (step.name !== undefined) context.path.unshift(step.name)
      return true
    case 'keyword':
      walk.argument = step.name
      context.path.unshift(step.name)
      nameScope(walk, step.scope)
      return true
    case 'argument':
      walk.argument ??= step.index
      return true
    case 'call':
      if (step.defaulted === undefined) takeCall(step, walk)
      else {
        takeFallback(step.defaulted, context, dialect)
        walk.argument = undefined
      }
      return true
  }
}

/** Builds the exception that something else raises: `throw Object.assign(new Error("…"), …)`. */
function isExceptional(name: string | undefined): boolean {
  return name !== undefined && /(error|exception|fault|problem|failure|message|format)\w*$/i.test(name)
}

function takeFallback(left: SyntaxNode, context: Context, dialect: Dialect): void {
  const variable = dialect.environmentOf(left)
  if (variable !== undefined) context.env ??= variable
  else if (context.call === undefined) context.fallback = true
}

function takeCall(step: CallStep, walk: Walk): void {
  const { context } = walk
  const argument = walk.argument ?? 0
  walk.argument = undefined
  if (step.environment !== undefined && argument !== 'envvar' && argument !== 'env') {
    context.env ??= step.environment
    if (typeof argument === 'string') context.path.shift()
    return
  }
  if (
    step.firstArgument !== undefined &&
    isVariableName(step.firstArgument) &&
    readsEnvironment(step.name) &&
    argument !== 0
  ) {
    context.env ??= step.firstArgument
    if (typeof argument === 'string') context.path.shift()
    return
  }
  if (context.call !== undefined) {
    if (isPairing(context.call.name) && !isTransparent(step.name)) context.call.into ??= step.name
    return
  }
  if (isNumericAddress(step.name)) context.numeric = true
  if (step.firstArgument?.startsWith('--') && argument === 'default') {
    // A command-line option: the default belongs to the flag, not to the call that declares it.
    context.path[0] = step.firstArgument
    return
  }
  if (isTransparent(step.name)) {
    if (typeof argument === 'string') context.path.shift()
    return
  }
  context.path.unshift(...(step.names ?? []))
  if (isQuestion(step.name)) context.compared = true
  context.call = {
    name: step.name,
    start: step.start,
    argument,
    ...(walk.element === undefined ? {} : { element: walk.element }),
  }
  if (!walk.scoped) {
    context.scope = `call:${step.start}`
    walk.scoped = true
  }
}

function setScope(walk: Walk, parent: SyntaxNode): void {
  if (walk.scoped) return
  walk.context.scope = `block:${parent.startIndex}`
  walk.scoped = true
}

function nameScope(walk: Walk, scope: string | undefined): void {
  if (scope === undefined || walk.scoped) return
  walk.context.scope = scope
  walk.scoped = true
}

/** `NATS_URL: z.string().default("nats://…")`, `NATS_URL: str({default: "…"})`: the upper-case key is the variable. */
function settingsDefault(context: Context): void {
  if (context.env !== undefined) return
  const byCall = context.call !== undefined && /\.default$|\.prefault$/.test(context.call.name)
  const last = context.path.at(-1)
  const key = last === 'default' ? context.path.at(-2) : byCall ? last : undefined
  if (key !== undefined && isVariableName(key) && context.path.length > (last === 'default' ? 2 : 1)) context.env = key
}
