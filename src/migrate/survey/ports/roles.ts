// What a port is for, told from the names around it.

export type PortRole = 'main' | 'metrics' | 'admin' | 'debug' | 'grpc'

/** Metrics, admin, debug and grpc listeners say so in a name close by. */
export function roleOf(names: string): PortRole {
  if (/metric|prometheus|promhttp/i.test(names)) return 'metrics'
  if (/(?<![a-z])(debug|pprof|inspect)(?![a-z])|debugPort|debugAddr/i.test(names)) return 'debug'
  if (/(?<![a-z])(d?admin|d?management|actuator|internal)(?![a-z])|adminPort|adminAddr/i.test(names)) return 'admin'
  return /grpc/i.test(names) ? 'grpc' : 'main'
}

/** Words before a port that mean the program itself and nobody else. */
export const PLACES =
  /^(server|http|listen|listener|web|app|service|main|rest|api|bind|uvicorn|gunicorn|default|own|ports|health|settings|config|network|address|grpc|metrics|prometheus|admin)$/
