// All languages of code that a generated system may be written in.
import type { Syntax } from '../syntax.ts'
import { csharp } from './csharp.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { javascript, typescript } from './javascript.ts'
import { kotlin } from './kotlin.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import { ruby } from './ruby.ts'
import { rust } from './rust.ts'
import { bash, powershell } from './shell.ts'

export const LANGUAGES: readonly Syntax[] = [
  python,
  javascript,
  typescript,
  java,
  kotlin,
  csharp,
  go,
  ruby,
  php,
  rust,
  bash,
  powershell,
]
