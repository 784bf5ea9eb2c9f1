// What a configuration format gives to the shapes of data-shapes.ts.
import type { Pieces } from '../pieces.ts'
import type { Rng } from '../random.ts'
import type { Style } from '../world.ts'

export type Scalar = 'text' | 'number'

export interface DataSyntax {
  language: string
  /** Below the folder of the service. */
  file: string
  styles: readonly Style[]
  pair(key: string, value: Pieces, kind: Scalar, rng: Rng): Pieces
  /** Keys below one name; formats without nesting write dotted or joined keys. */
  section(name: string, pairs: readonly (readonly [string, Pieces, Scalar])[], rng: Rng): Pieces
  list?(key: string, items: readonly Pieces[], rng: Rng): Pieces
  comment?(text: Pieces): Pieces
  /** Between two entries. */
  separator: string
  head: string
  tail: string
  /** A reference to a variable with its default, where a reader of the format knows one. */
  placeholder?(variable: string, fallback: Pieces): Pieces
  /** An entry settles a variable of the service, too: both an edit and the environment are right. */
  isEnvironment?: true
}
