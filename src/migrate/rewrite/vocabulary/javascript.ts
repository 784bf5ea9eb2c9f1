// JavaScript and TypeScript: Node, Deno, Bun, and the packages most services are written with.
import type { Vocabulary } from './vocabulary.ts'

export const JAVASCRIPT_WORDS: Vocabulary = {
  transparent:
    /^(Number|parseInt|String|Boolean|URL|Set|Array\.of|Object\.freeze|path\.(win32\.|posix\.)?(join|resolve|normalize)|encodeURI|decodeURI)$/,
  logging: /^console\.|process\.(stdout|stderr)\.write$/,
  question: /^(new )?RegExp$/,
  bind: /^(Hapi\.server|Deno\.serve|Bun\.serve|new Server|http\.Server)$/,
  environment: /^(process|Deno|Bun)\.env\.get$|(^|\.)[cC]onfig_?[sS]ervice\.get(OrThrow)?$/,
}
