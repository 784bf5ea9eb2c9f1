// How the bytes of a generated file are written: line ends, byte order mark, encoding. Labels count lines and columns of the
// decoded text, so no dress moves them.
import { encode } from '../../../src/migrate/rewrite/source.ts'
import type { Rng } from './random.ts'

export function dressed(file: string, text: string, rng: Rng): Uint8Array {
  const isScript = text.startsWith('#!') || /Procfile$/.test(file)
  const body = !isScript && rng.chance(0.25) ? text.replaceAll('\n', '\r\n') : text
  const mark = rng.next()
  if (mark < 0.15 && !isScript && !/\.(env|service|go|toml)$/.test(file)) return encode({ encoding: 'utf-8-bom', body })
  if (mark < 0.25 && /\.(ps1|xml|ini|cs|properties)$/.test(file) && !/encoding=/.test(text))
    return encode({ encoding: 'utf-16le-bom', body })
  return encode({ encoding: 'utf-8', body })
}
