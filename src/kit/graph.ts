// Graphs of names: strongly connected components and start levels. Edges point from a user to what it needs.

export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Tarjan: components in reverse topological order (needs come first), each sorted by name. */
export function components(graph: Graph): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const found: string[][] = []

  const visit = (node: string): void => {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    stack.push(node)
    onStack.add(node)
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue
      if (!index.has(next)) {
        visit(next)
        low.set(node, Math.min(low.get(node)!, low.get(next)!))
      } else if (onStack.has(next)) {
        low.set(node, Math.min(low.get(node)!, index.get(next)!))
      }
    }
    if (low.get(node) !== index.get(node)) return
    const component: string[] = []
    for (;;) {
      const member = stack.pop()!
      onStack.delete(member)
      component.push(member)
      if (member === node) break
    }
    found.push(component.sort())
  }

  for (const node of [...graph.keys()].sort()) if (!index.has(node)) visit(node)
  return found
}

/** Cycles: components with more than one member, or a node that needs itself. */
export function cycles(graph: Graph): string[][] {
  return components(graph).filter((part) => part.length > 1 || graph.get(part[0]!)?.has(part[0]!) === true)
}

/** Layers: everything in a layer needs only earlier layers; members of a cycle share one. */
export function layers(graph: Graph): string[][] {
  const depth = new Map<string, number>()
  for (const component of components(graph)) {
    const inside = new Set(component)
    const needs = component
      .flatMap((node) => [...(graph.get(node) ?? [])])
      .filter((node) => !inside.has(node) && graph.has(node))
    const level = needs.reduce((deepest, node) => Math.max(deepest, depth.get(node)! + 1), 0)
    for (const node of component) depth.set(node, level)
  }
  const result: string[][] = []
  for (const [node, level] of depth) result[level] = [...(result[level] ?? []), node]
  return result.map((layer) => layer.sort())
}
