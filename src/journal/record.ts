// One record of the journal = one line of JSON that ends with the checksum of what stands before it.
import { crc32 } from 'node:zlib'
import type { Event } from '../model/event.ts'

const SUM = /^(.*),"sum":"([0-9a-f]{8})"\}$/s

/** `{…}` becomes `{…,"sum":"1a2b3c4d"}` and a newline. */
export function encodeRecord(event: Event): string {
  const body = JSON.stringify(event).slice(0, -1)
  return `${body},"sum":"${checksum(body)}"}\n`
}

/** The event of a line without its newline, or undefined when the line is not whole. */
export function decodeRecord(line: string): Event | undefined {
  const match = SUM.exec(line)
  if (match?.[1] === undefined || checksum(match[1]) !== match[2]) return undefined
  try {
    return JSON.parse(`${match[1]}}`) as Event
  } catch {
    return undefined
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
