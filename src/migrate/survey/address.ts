// Ports in text: `8080`, `:8080`, `0.0.0.0:8080`, `http://+:8080/`, `[::]:50051`, `:http`.

const NAMED: Record<string, number> = { http: 80, https: 443, 'http-alt': 8080, ldap: 389, smtp: 25, ssh: 22 }

export function portOf(text: string): number | undefined {
  const value = text.trim()
  if (/^\d{1,5}$/.test(value)) return valid(Number(value))
  const named = /^[\w.*+-]*:([a-z][a-z-]+)$/.exec(value)
  if (named) return NAMED[named[1]!]
  const address = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@\s/]*@)?(?:\[[^\]]*\]|[\w.*+-]*):(\d{1,5})(?:[/?;\s].*)?$/i.exec(
    value,
  )
  if (address) return valid(Number(address[1]))
  const scheme = /^(https?):\/\/[^/:\s]+\/?$/i.exec(value)
  return scheme ? NAMED[scheme[1]!.toLowerCase()] : undefined
}

/** Ports of a list: `http://+:5000;https://+:5001`, `8080,8081`. */
export function portsOf(text: string): number[] {
  return text.split(/[;,\s]+/).flatMap((part) => portOf(part) ?? [])
}

function valid(port: number): number | undefined {
  return port >= 0 && port <= 65_535 ? port : undefined
}
