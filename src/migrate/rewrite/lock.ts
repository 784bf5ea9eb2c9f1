// A socket bound on loopback that nobody accepts on keeps a second copy of the program out: it is a lock, no server.
import type { CallUse, Context, FileModel } from './model.ts'

// .NET programs take a Mutex for that; a listener there serves.
const BINDS = /(^|\.)ServerSocket$/
const SERVES = /^([bB]egin)?([aA]ccept|[lL]isten|[rR]ecv|[rR]eceive|[sS]erve)(_?[A-Z_]\w*)?$/
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$|loopback/i

export function isLock(context: Context, model: FileModel): boolean {
  const { call } = context
  if (call === undefined) return false
  const isCandidate = BINDS.test(call.name) || (model.language === 'python' && /(^|\.)bind$/.test(call.name))
  if (!isCandidate || model.mentions(SERVES) || isHandedOn(context, call, model)) return false
  // The address may stand inside a conversion: `InetAddress.getByName("127.0.0.1")`.
  const places = model.argumentsOf(call.start).flatMap(({ start, end }) => [start, end - 2])
  return places.some((offset) => LOOPBACK.test(model.siteAt(offset)?.raw ?? ''))
}

/** Somebody else may accept on it: it is kept under no name of its own, or given to another call. */
function isHandedOn(context: Context, call: CallUse, model: FileModel): boolean {
  const own = call.name.includes('.') ? call.name.slice(0, call.name.lastIndexOf('.')) : undefined
  const name = BINDS.test(call.name) ? context.path.at(-1) : own?.slice(own.lastIndexOf('.') + 1)
  if (name === undefined) return true
  const isKept = !BINDS.test(call.name) || model.definitions(name).some((one) => one.value?.start === call.start)
  return !isKept || model.uses(name).some((use) => use.context.call !== undefined || use.context.path.length > 0)
}
