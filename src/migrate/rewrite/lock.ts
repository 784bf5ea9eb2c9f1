// A socket bound on loopback that nobody accepts on keeps a second copy of the program out: it is a lock, no server.
import type { Context, FileModel } from './model.ts'

const BINDS = /(^|\.)(ServerSocket|TcpListener)$/
const SERVES = /^(begin)?(accept|listen(?!er)|recv|receive|serve)/i
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$|loopback/i

export function isLock(context: Context, model: FileModel): boolean {
  const { call } = context
  if (call === undefined) return false
  const isCandidate = BINDS.test(call.name) || (model.language === 'python' && /(^|\.)bind$/.test(call.name))
  if (!isCandidate || model.mentions(SERVES)) return false
  // The address may stand inside a conversion: `InetAddress.getByName("127.0.0.1")`.
  const places = model.argumentsOf(call.start).flatMap(({ start, end }) => [start, end - 2])
  return places.some((offset) => LOOPBACK.test(model.siteAt(offset)?.raw ?? ''))
}
