// Secrets never reach a log, a journal, an error or a report: every known value, and every credential in a URL, is masked.

const MASK = '***'
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/@:"'`<>]{0,200}):([^\s/@"'`<>]{1,400})@/gi
const SHORTEST = 4

/** Values found in this run: once found, they are masked everywhere after. Kept for the life of the process, on purpose. */
const remembered = new Set<string>()

/** Adds values to what every later `redact` masks. Too short ones would mask half of every text. */
export function rememberSecrets(values: Iterable<string>): void {
  for (const value of values) if (value.length >= SHORTEST) remembered.add(value)
}

/** Masks URL passwords and every known or given secret value: plain, as JSON writes it, percent-encoded, base64. */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let result = text.replace(URL_CREDENTIALS, `$1$2:${MASK}@`)
  for (const secret of longestFirst([...remembered, ...secrets])) {
    for (const form of formsOf(secret)) if (result.includes(form)) result = result.replaceAll(form, MASK)
  }
  return result
}

/** Every spelling under which a value may turn up. */
export function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), base64, unpadded(base64)]
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST)
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, '')
}

/** A value that holds another one is masked first, else its rest would stand there. */
function longestFirst(secrets: string[]): string[] {
  return secrets.filter((secret) => secret.length >= SHORTEST).sort((a, b) => b.length - a.length)
}
