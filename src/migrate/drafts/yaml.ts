// Draft files are written for people: comments say where a value was seen, keys keep one order, one line where it fits.
import { stringify } from 'yaml'

/** A scalar, list or map on one line. */
export function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd()
}

/** A comment is one line, whatever the name of a file may hold. */
export function comment(text: string): string {
  return `# ${text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')}`
}

export function seen(file: string, line: number): string {
  return comment(`draft: found by survey at ${file}:${line}`)
}

export function lines(...parts: (string | readonly string[] | undefined | false)[]): string {
  return `${parts
    .flat()
    .filter((part) => typeof part === 'string')
    .join('\n')}\n`
}
