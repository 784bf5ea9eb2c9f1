// Names and ports of a draft platform: valid ids, one owner for each port of the host.

/** RFC 1123 with a letter first, as the schema of definitions wants it. */
export function draftId(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return /^[a-z]/.test(plain) ? plain : `s-${plain || 'ervice'}`
}

/** Ports of the host that the catalog keeps for others (catalog/lint.ts refuses them). */
const KEPT_FOR_OTHERS = new Set([80, 443, 3000, 5433, 8085, 8350, 8360, 8500, 9090, 9093])

/** Hands out ports of this host: the wanted one, or the next that nobody has. */
export function portAllotment(): (wanted: number) => number {
  const taken = new Set(KEPT_FOR_OTHERS)
  return (wanted) => {
    let port = taken.has(wanted) && wanted < 50_000 ? wanted + 10_000 : wanted
    while (taken.has(port)) port = port >= 65_535 ? 20_000 : port + 1
    taken.add(port)
    return port
  }
}

/** Those of `ports` that get another number on the host. */
export function hostPortsOf(ports: Record<string, number>, allot: (wanted: number) => number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(ports)
      .map(([name, port]) => [name, port, allot(port)] as const)
      .filter(([, port, host]) => port !== host)
      .map(([name, , host]) => [name, host]),
  )
}
