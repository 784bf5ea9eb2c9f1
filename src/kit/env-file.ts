// Files of `NAME='value'` lines, as compose reads them with `env_file`: written and read here so that both agree on quotes.

const LINE = /^([A-Za-z_]\w*)=(?:'([^']*)'|"((?:[^"\\]|\\[\s\S])*)")$/gm

/** Names in order of the alphabet: same values, same bytes. */
export function renderEnvFile(values: Readonly<Record<string, string>>, header: string): string {
  const lines = Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${quoted(value)}`)
  return `# ${header}\n${lines.join('\n')}\n`
}

/** What `renderEnvFile` wrote. */
export function parseEnvFile(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(LINE)].map(([, name, plain, escaped]) => [name, plain ?? unescaped(escaped!)]),
  )
}

/** Single quotes take everything literally, newlines and `$` too; a value with one in it is escaped in double quotes. */
function quoted(value: string): string {
  if (!value.includes("'")) return `'${value}'`
  return `"${value.replaceAll(/["\\$]/g, (character) => `\\${character}`)}"`
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, '$1')
}
