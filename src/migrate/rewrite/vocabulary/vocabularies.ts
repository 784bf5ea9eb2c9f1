// All vocabularies. Names differ enough between languages that one question is asked of all of them.
import { CSHARP_WORDS } from './csharp.ts'
import { GO_WORDS } from './go.ts'
import { JAVA_WORDS } from './java.ts'
import { JAVASCRIPT_WORDS } from './javascript.ts'
import { PHP_WORDS } from './php.ts'
import { PYTHON_WORDS } from './python.ts'
import { RUBY_WORDS } from './ruby.ts'
import { RUST_WORDS } from './rust.ts'
import { SHELL_WORDS } from './shell.ts'
import type { Vocabulary } from './vocabulary.ts'

const VOCABULARIES: readonly Vocabulary[] = [
  CSHARP_WORDS,
  GO_WORDS,
  JAVA_WORDS,
  JAVASCRIPT_WORDS,
  PHP_WORDS,
  PYTHON_WORDS,
  RUBY_WORDS,
  RUST_WORDS,
  SHELL_WORDS,
]

type Meaning = Exclude<keyof Vocabulary, 'clients'>

/** Some language's word for it. */
export function means(meaning: Meaning, name: string): boolean {
  return VOCABULARIES.some((vocabulary) => vocabulary[meaning]?.test(name))
}

export function clientNamed(name: string): string | undefined {
  for (const { clients = [] } of VOCABULARIES) {
    const found = clients.find(([pattern]) => pattern.test(name))
    if (found) return found[1]
  }
  return undefined
}
