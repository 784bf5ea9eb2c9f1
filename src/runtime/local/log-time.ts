// The time a log line states about itself, in the forms that services and infrastructure of the platform write.

const NATS = /^\[\d+\] (\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}\.\d{1,3})/
const VALKEY = /^\d+:[A-Z] (\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2}\.\d{1,3})/
const ISO = /^\[?(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,3})?)\d*(Z|[+-]\d{2}:?\d{2})?/
const JSON_TIME = /"(?:time|timestamp|ts)":\s*(?:(\d{13})|"([^"]{10,40})")/

/** Milliseconds since 1970, or undefined when the line states no time. */
export function lineTimeMs(line: string): number | undefined {
  if (line.startsWith('{')) {
    const [, number, text] = JSON_TIME.exec(line.slice(0, 400)) ?? []
    return number === undefined ? parse(text) : Number(number)
  }
  const iso = ISO.exec(line)
  if (iso) return parse(`${iso[1]?.replace(' ', 'T').replace(',', '.')}${iso[2] ?? ''}`)
  return parse(NATS.exec(line)?.[1] ?? VALKEY.exec(line)?.[1])
}

function parse(text: string | undefined): number | undefined {
  const parsed = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(parsed) ? undefined : parsed
}
