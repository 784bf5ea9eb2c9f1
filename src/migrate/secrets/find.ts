// Where a text holds a credential: a password in a URL, the value of a name that says so, a private key. Pure, and by
// patterns only, because it must see them in every kind of file, comments and launchers included.

export interface Credential {
  start: number
  end: number
  /** The exact slice. */
  value: string
  kind: 'url' | 'named' | 'key' | 'known'
  /** Name it was given to, or the scheme of its URL. */
  name: string
}

/** What stands in the place of a credential; it is none itself, so a second run finds nothing. */
export const MARKER = /moved-to-secrets-\d+/

// Every part is bounded: a line of a million letters must cost no more than a million steps.
const URL = /\b([a-z][a-z0-9+.-]{0,30}):\/\/([^\s:@/'"`<>]{0,200}):([^\s@/'"`<>]{1,400})@/gi
const KEY_BLOCK = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{0,9000}?-----END [A-Z ]*PRIVATE KEY-----/g
const WORD =
  '(?:pass(?:word|wd|phrase|wort)|pwd|secret|token|credentials?|(?:api|access|account|shared|signing|encryption|private|secret)[_.-]?key|[_.-]pass)'
/** `db_password = "…"`, `password: …`, `"apiKey": "…"`, `-Dpassword=…`, also with a type between name and value. */
const NAME = `([A-Za-z][\\w.-]{0,60}?${WORD}|${WORD})`
const QUOTED = `(?:"([^"\\n]*)"|'([^'\\n]*)'|\`([^\`\\n]*)\`)`
const PATTERNS: RegExp[] = [
  // Name, sign, quoted value.
  new RegExp(
    `(?<![\\w.-])["']?${NAME}["'\\]]{0,2}\\s*(?::\\s*[\\w.<>?]+\\s*=|:=|=>|=(?!=)|:)\\s*[@$rub]?${QUOTED}`,
    'gi',
  ),
  // Default of a lookup: `getenv("X_TOKEN", "…")`, `process.env.X_TOKEN ?? "…"`, `System.getProperty("p.password", "…")`.
  new RegExp(`["'.]${NAME}["']?\\s*\\]?\\)?\\s*(?:,|\\|\\||\\?\\?|\\bor\\b)\\s*${QUOTED}`, 'gi'),
  // `setPassword("…")`, `.password("…")`.
  new RegExp(
    `(?:\\.|\\b)((?:set|with|use)?_?(?:Password|Passwd|Secret|ApiKey|AccessKey|SecretKey))\\(\\s*${QUOTED}\\s*\\)`,
    'gi',
  ),
  // `<password>…</password>`.
  new RegExp(`<${NAME}>\\s*([^<\\s][^<]*?)\\s*</`, 'gi'),
  // `<add key="Password" value="…"/>`, `<property name="password" value="…"/>`.
  new RegExp(`(?:key|name)=["'](?:[\\w.:-]{0,60}?)${NAME}["']\\s+value=${QUOTED}`, 'gi'),
  // `${DB_PASSWORD:-…}`, `${db.password:…}`.
  new RegExp(`\\$\\{${NAME}(?::-|:=|:)([^}\\n]{1,400})\\}`, 'gi'),
  // `--password=…` and `--password …` of a command line.
  new RegExp(`--?${NAME}[= ]([^\\s"'\`,;)\\]}]+)`, 'gi'),
  // `Password=…;` inside a connection string, `password=…` of libpq, `?password=…&` of a URL.
  /[;?&\s"'](password|pwd|accountkey|sharedaccesskey)\s*=\s*([^\s;&"'`<>]+)/gi,
]
/** Bare values, for files of keys and values: `password: hunter2`, `DB_PASSWORD=hunter2`, `set API_TOKEN=…`. */
const BARE = new RegExp(`(?:^|[\\s;{,])["']?${NAME}["']?[ \\t]*[:=][ \\t]*([^\\s"'\`#;,{[&|>!][^\\r\\n]*)`, 'gim')
const MAYBE = new RegExp(`://[^\\s/]{0,600}@|${WORD}|PRIVATE KEY`, 'i')

/** Credentials of a text in order, no two overlapping. `bare`: values stand without quotes in this kind of file. */
export function findCredentials(text: string, { bare }: { bare: boolean }): Credential[] {
  if (!MAYBE.test(text)) return []
  const found: Credential[] = [...urls(text), ...keyBlocks(text)]
  for (const pattern of PATTERNS) found.push(...named(text, pattern, 'quoted'))
  if (bare) found.push(...named(text, BARE, 'bare'))
  return withoutOverlap(found)
}

/** Other places of values that are known by now. */
export function findValues(text: string, values: Iterable<string>): Credential[] {
  const found: Credential[] = []
  for (const value of values) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
      found.push({ start: at, end: at + value.length, value, kind: 'known', name: 'credential' })
  }
  return found
}

/** The longer of two that overlap stands, and what was found first of two equal ones. */
export function withoutOverlap(found: readonly Credential[]): Credential[] {
  return touching(found).flatMap((group) => {
    const kept: Credential[] = []
    const longest = [...group].sort((a, b) => b.end - b.start - (a.end - a.start))
    // A URL inside a value that is itself called a secret: the URL says more exactly where the password is.
    for (const isUrl of [true, false])
      for (const one of longest.filter(({ kind }) => (kind === 'url') === isUrl))
        if (!kept.some((other) => one.start < other.end && other.start < one.end)) kept.push(one)
    return kept.sort((a, b) => a.start - b.start)
  })
}

/** Groups that share no letter with each other, in order. */
function touching(found: readonly Credential[]): Credential[][] {
  const groups: Credential[][] = []
  let end = -1
  for (const one of [...found].sort((a, b) => a.start - b.start)) {
    if (one.start < end) groups.at(-1)!.push(one)
    else groups.push([one])
    end = Math.max(end, one.end)
  }
  return groups
}

function urls(text: string): Credential[] {
  return [...text.matchAll(URL)].flatMap((match): Credential[] => {
    const [whole, scheme = '', user = '', value = ''] = match
    if (isPlaceholder(value) || isPlaceholder(`${user}${value}`)) return []
    const start = match.index + whole.length - 1 - value.length
    return [
      { start, end: start + value.length, value, kind: 'url', name: scheme.replace(/^jdbc:/i, '').split('+')[0]! },
    ]
  })
}

function keyBlocks(text: string): Credential[] {
  return [...text.matchAll(KEY_BLOCK)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    value: match[0],
    kind: 'key',
    name: 'private_key',
  }))
}

function named(text: string, pattern: RegExp, form: 'quoted' | 'bare'): Credential[] {
  return [...text.matchAll(pattern)].flatMap((match): Credential[] => {
    const [whole, name = '', ...groups] = match
    const raw = groups.find((group) => group !== undefined) ?? ''
    const value = form === 'bare' ? bareValue(raw) : raw
    if (!isCredential(name, value)) return []
    const start = match.index + whole.lastIndexOf(raw)
    return [{ start, end: start + value.length, value, kind: 'named', name }]
  })
}

/** Up to a comment, a quote, the next pair of a connection string or the end of a flow mapping. */
function bareValue(raw: string): string {
  return raw
    .replace(/\s+[#;].*$/, '')
    .replace(/["'`].*$|[;&]\s*[\w ]+=.*$/, '')
    .replace(/\s*[,}\]].*$/, '')
    .trim()
}

function isCredential(name: string, value: string): boolean {
  if (value.length < 4 || /\s/.test(value) || isPlaceholder(value)) return false
  if (/^(null|none|nil|undefined|true|false|empty|required|optional|string|str|bool|text|hidden)$/i.test(value))
    return false
  // A file, another address, the name of a variable, of a header or of a field: says where it is, not what it is.
  if (/^([./~]|[A-Za-z]:[\\/]|[a-z][a-z0-9+.-]*:\/\/)/i.test(value)) return false
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value)) return false
  if (
    /^[\w.]+\(|^(self|this|config|cfg|settings|options|opts|env|args|os|process|request|req|user|data)[.[]/.test(value)
  )
    return false
  if (/^\d{1,4}$/.test(value)) return false
  return !(/(token|key)$/i.test(name) && /(^|[-_ ])(token|key|auth|authorization|bearer)$/i.test(value))
}

function isPlaceholder(value: string): boolean {
  return /\$\{|\$\(|#\{|\{\{|^\$|^%|%[sdv(]|^\{|\}$|^<|^\*+$|^x{3,}$|^\.{3}|^!|^@@/i.test(value) || MARKER.test(value)
}
