// Secrets never reach a log, a journal, an error or a report: every known value, and every credential in a URL, is masked.

const MASK = '***'
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)([^\s/@:]*):([^\s/@]+)@/gi

/** Masks URL passwords and every given secret value, plain, percent-encoded or base64. */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let result = text.replace(URL_CREDENTIALS, `$1$2:${MASK}@`)
  for (const secret of secrets) {
    if (secret.length < 4) continue
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      result = result.replaceAll(form, MASK)
    }
  }
  return result
}
