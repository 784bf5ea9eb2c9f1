// Text with holes: each span knows what stands there on the legacy host and what stands there in a container. Rendering a file
// of pieces gives the legacy text and a label for each span, or the container text it was made from.
import type { Action, Role } from '../../../src/model/endpoint.ts'
import type { CorpusLabel } from '../corpus.ts'

export interface Span {
  legacy: string
  container: string
  role: Role
  action: Action | Action[]
  variable?: string
}

export type Piece = string | Span
export type Pieces = readonly Piece[]

/** A label that remembers which shape it came from. */
export interface GeneratedLabel extends CorpusLabel {
  shape: string
}

/** ``p`GET ${url}/v1` `` keeps the spans in what it is given. */
export function p(strings: TemplateStringsArray, ...values: readonly (string | number | Span | Pieces)[]): Piece[] {
  return merged(strings.flatMap((text, index) => [text, ...(index < values.length ? piecesOf(values[index]!) : [])]))
}

/** Neighbouring texts become one, so that a piece that is a name alone is seen as such. */
function merged(pieces: Pieces): Piece[] {
  const out: Piece[] = []
  for (const one of pieces) {
    const last = out.at(-1)
    if (typeof one === 'string' && typeof last === 'string') out[out.length - 1] = last + one
    else if (one !== '') out.push(one)
  }
  return out
}

export function piecesOf(value: string | number | Span | Pieces): Pieces {
  if (typeof value === 'number') return [String(value)]
  return Array.isArray(value) ? value : [value as Piece]
}

export function joined(items: readonly Pieces[], between: string): Piece[] {
  return items.flatMap((one, index) => (index === 0 ? [...one] : [between, ...one]))
}

/** A place that must stay as it is. */
export function keep(role: Role, text: string): Span {
  return { legacy: text, container: text, role, action: 'keep' }
}

/** The same spans, settled by a variable that the code already reads. */
export function coveredBy(variable: string, pieces: Pieces): Piece[] {
  return pieces.map((one) => (typeof one === 'string' ? one : { ...one, action: 'env', variable }))
}

/** The same spans, where setting the environment and editing the place are both right. */
export function eitherWay(pieces: Pieces): Piece[] {
  return pieces.map((one) =>
    typeof one === 'string' || one.action === 'keep' ? one : { ...one, action: ['env', 'edit'] },
  )
}

export function legacyText(pieces: Pieces): string {
  return pieces.map((one) => (typeof one === 'string' ? one : one.legacy)).join('')
}

export function containerText(pieces: Pieces): string {
  return pieces.map((one) => (typeof one === 'string' ? one : one.container)).join('')
}

/** Pieces of several shapes in one file: each keeps the name of its own. */
export interface Shaped {
  shape: string
  pieces: Pieces
}

export function labelsOf(file: string, parts: readonly Shaped[]): GeneratedLabel[] {
  const labels: GeneratedLabel[] = []
  let line = 1
  let column = 1
  const walk = (text: string): void => {
    const last = text.lastIndexOf('\n')
    line += text.split('\n').length - 1
    column = last < 0 ? column + text.length : text.length - last
  }
  for (const { shape, pieces } of parts) {
    for (const one of pieces) {
      if (typeof one === 'string') walk(one)
      else {
        labels.push(labelOf(file, line, column, shape, one))
        walk(one.legacy)
      }
    }
  }
  return labels
}

function labelOf(file: string, line: number, column: number, shape: string, span: Span): GeneratedLabel {
  const { legacy: text, container, role, action, variable } = span
  return {
    file,
    line,
    column,
    text,
    role,
    action,
    shape,
    ...(action === 'keep' ? {} : { replacement: container }),
    ...(variable === undefined ? {} : { variable }),
  }
}
