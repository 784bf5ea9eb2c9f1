// Ports a program listens on, read from its code: one claim per listening call, with what may override it.
import { type CallAt, callsOf } from '../expression.ts'
import { codeLanguage, type Masked } from '../mask.ts'
import { evaluate, type PortValue, type Scope } from '../value.ts'
import { CSHARP, GO, JAVA, PHP, RUBY, RUST } from './listen-compiled.ts'
import { JAVASCRIPT, PYTHON } from './listen-python-js.ts'
import type { ListenRule } from './listen-rule.ts'
import { type PortRole, roleOf } from './roles.ts'

export interface Listening extends PortValue {
  role: PortRole
  why: string
  /** Where the call stands. */
  callFile: string
  callOffset: number
  /** The number is the library's own. */
  isDefault: boolean
}

const RULES: Record<string, readonly ListenRule[]> = {
  python: PYTHON,
  javascript: JAVASCRIPT,
  java: JAVA,
  kotlin: JAVA,
  csharp: CSHARP,
  go: GO,
  rust: RUST,
  ruby: RUBY,
  php: PHP,
}
/** A cheap look before the rules: none of them can match without one of these. */
const MAY_LISTEN =
  /listen|bind|serve|\.run|_port|run_app|TCPSite|run_simple|forPort|\bport\(|\.start|UseUrls|Urls\.Add|Prefixes|stream_socket|\.port\(|\.http\(/i

export function mayListen(text: string): boolean {
  return MAY_LISTEN.test(text)
}

/** Every listening call of one file; calls whose port is unknown are kept, they say that something listens. */
export function listeningIn(file: string, scope: Scope): Listening[] {
  const language = codeLanguage(file)
  const rules = language === undefined ? undefined : RULES[language]
  const text = scope.sources.text(file)
  if (!rules || text === undefined || !mayListen(text)) return []
  const masked = scope.sources.masked(file)
  const found = new Map<number, Listening>()
  for (const rule of rules) {
    if (rule.needs && !rule.needs.test(masked.code)) continue
    for (const call of callsOf(masked, rule.call)) {
      if (found.get(call.start)?.port !== undefined) continue
      if (isClient(call.name) || isDeclaration(masked.bare, call.start)) continue
      const one = listening(rule, call, masked, file, scope)
      if (one.port !== undefined || !found.has(call.start)) found.set(call.start, one)
    }
  }
  return [...found.values()].sort((a, b) => a.callOffset - b.callOffset)
}

function listening(rule: ListenRule, call: CallAt, masked: Masked, file: string, scope: Scope): Listening {
  const arg = rule.port(masked, call.args)
  const value = arg && evaluate({ text: arg.text, file, offset: arg.start }, scope)
  const isDefault = value?.port === undefined && rule.fallback !== undefined
  const before = masked.bare.slice(masked.bare.lastIndexOf('\n', call.start) + 1, call.start).slice(-200)
  return {
    file,
    offset: call.start,
    variables: [],
    flags: [],
    ...value,
    ...(isDefault ? { port: rule.fallback! } : {}),
    isDefault,
    role:
      rule.role ??
      (isProfiler(call, masked) ? 'debug' : undefined) ??
      roleOf(
        [
          before,
          call.name,
          arg?.text,
          ...(value?.variables ?? []),
          ...(value?.flags ?? []),
          ...(value?.setting?.path ?? []),
        ].join(' '),
      ),
    why: rule.why,
    callFile: file,
    callOffset: call.start,
  }
}

/** Go's profiler lives on the default mux: `import _ "net/http/pprof"` and a listener without a handler on loopback. */
function isProfiler({ name, args }: CallAt, { code }: Masked): boolean {
  return (
    /ListenAndServe$/.test(name) &&
    args[1]?.text === 'nil' &&
    /^["`](localhost|127\.)/.test(args[0]?.text ?? '') &&
    /"net\/http\/pprof"/.test(code)
  )
}

function isClient(name: string): boolean {
  return /(client|consumer|subscriber|emitter|eventbus|channel|queue|broker|redis|nats|amqp)\w*\.(listen|bind|start|run)$/i.test(
    name,
  )
}

/** `def serve(`, `func (s *Server) Run(`: named here, not called. */
function isDeclaration(bare: string, start: number): boolean {
  return /\b(def|func|function|fn|fun|class|void|int|Task|struct)\s+(\([^)]*\)\s*)?$/.test(
    bare.slice(Math.max(0, start - 60), start),
  )
}
