// YAML read by lines and indentation: paths, values and lines, nothing more. Linear in its input, and an alias bomb is only
// text; anchors, tags and block scalars hold no port, and are passed over.

export interface YamlPair {
  path: string[]
  value: string
  /** 1-based. */
  line: number
  /** Number of the document in its file. */
  document: number
}

interface Open {
  indent: number
  key: string
}

export function yamlPairs(text: string): YamlPair[] {
  const found: YamlPair[] = []
  let open: Open[] = []
  let document = 0
  for (const [index, raw] of text.split('\n').entries()) {
    if (/^---(\s|$)/.test(raw)) {
      if (found.some((one) => one.document === document)) document++
      open = []
      continue
    }
    if (/^\s*(#|$)/.test(raw)) continue
    const item = items(raw, open)
    open = item.open
    const { pairs, opens } = read(item.rest, item.indent, open)
    open = [...open.filter((one) => one.indent < item.indent), ...opens]
    for (const pair of pairs) found.push({ ...pair, line: index + 1, document })
  }
  return found
}

/** Takes the dashes of a list item off; each is a level of its own. */
function items(raw: string, before: readonly Open[]): { rest: string; indent: number; open: Open[] } {
  let rest = raw.trimEnd()
  let indent = rest.length - rest.trimStart().length
  let open = [...before]
  rest = rest.trimStart()
  for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
    // A list may stand at the indent of its key.
    const at = indent
    open = open.filter((one) => one.indent < at || (one.indent === at && one.key !== '-'))
    open.push({ indent: at, key: '-' })
    indent += dash[0].length
    rest = rest.slice(dash[0].length)
  }
  return { rest, indent, open }
}

function read(
  rest: string,
  indent: number,
  open: readonly Open[],
): { pairs: { path: string[]; value: string }[]; opens: Open[] } {
  const parents = open.filter((one) => one.indent < indent).map((one) => one.key)
  const pair = /^(?:"([^"]*)"|'([^']*)'|([\w.$/@][\w.$/@ -]*?))\s*:(?:\s+(.*))?$/.exec(rest)
  if (!pair) return { pairs: rest === '' ? [] : [{ path: parents, value: plain(rest) }], opens: [] }
  const keys = (pair[1] ?? pair[2] ?? pair[3]!).split('.')
  const value = (pair[4] ?? '').replace(/^&[\w-]+\s*/, '').trim()
  if (value === '' || value.startsWith('#') || /^[|>][+-]?\d?[+-]?$/.test(value))
    return { pairs: [], opens: keys.map((key) => ({ indent, key })) }
  if (/^[[{]/.test(value))
    return {
      pairs: flow(value).map((one) => ({ path: [...parents, ...keys, ...one.path], value: one.value })),
      opens: [],
    }
  return { pairs: [{ path: [...parents, ...keys], value: plain(value) }], opens: [] }
}

/** `{ port: 8080, host: x }` and `[a, b]`, one level. */
function flow(text: string): { path: string[]; value: string }[] {
  return text
    .replace(/^[[{]/, '')
    .replace(/[\]}]\s*(#.*)?$/, '')
    .split(',')
    .map((part) => {
      const pair = /^\s*["']?([\w.-]+)["']?\s*:\s+(.*)$/.exec(part)
      return pair ? { path: pair[1]!.split('.'), value: plain(pair[2]!) } : { path: ['-'], value: plain(part) }
    })
    .filter((one) => one.value !== '')
}

/** A scalar without its quotes or its comment. */
export function plain(value: string): string {
  const text = value.trim()
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(text)
  if (quoted) return quoted[1] ?? quoted[2] ?? ''
  return text.replace(/\s+[#;].*$/, '').trim()
}
