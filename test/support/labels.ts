// The hand-made ground truth of the legacy fixture.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export interface Label {
  /** Relative to trading/apps. */
  file: string
  line: number
  role: string
  action: string
  /** The whole line afterwards, where one answer is right. */
  after?: string
  variable?: string
  target?: string
}

export function readLabels(source: string): Label[] {
  return parse(readFileSync(join(source, 'labels.yaml'), 'utf8')) as Label[]
}
