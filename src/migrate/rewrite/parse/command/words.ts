// Words of a command line where they stand: quotes, continuations, comments, operators. Nothing is expanded.

export interface Word {
  /** Content without the quotes around it. */
  start: number
  end: number
  raw: string
}

/** Simple commands in order; `&&`, `|`, `;`, new lines and substitutions part them. */
export type Commands = Word[][]

// `\"` is a quote where the line itself stands in a JSON or YAML string. A `\` or `^` at the end of a line goes on.
const TOKEN =
  /[\\^`][ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*|[ \t]+|#[^\r\n]*|\r?\n|\d*[<>]+[&|]?\d*|&&|\|\|?|;+|&|\$\(|[()]|(?:\\"(?:(?!\\")[^\r\n])*\\"|"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\$\{[^}\r\n]{0,300}\}|\$\([^()\r\n]{0,300}\)|\\[^\r\n]|[^\s"'\\;|&()<>])+|[\s\S]/g

/** `folded`: a new line is a space, as in YAML's folded scalars. */
export function commandsIn(text: string, start: number, end: number, folded = false): Commands {
  const commands: Commands = [[]]
  let spaced = true
  for (const match of text.slice(start, end).matchAll(TOKEN)) {
    const token = match[0]
    const at = start + match.index
    if (/^[ \t\\^`]+(\r?\n[\s\S]*)?$/.test(token) && /^[ \t]|\n/.test(token)) spaced = true
    else if (folded && /^\r?\n$/.test(token)) spaced = true
    else if (/^(\r?\n|&&|\|\|?|;+|&|\$\(|[()])$/.test(token)) {
      if (commands.at(-1)!.length > 0) commands.push([])
      spaced = true
    } else if (token.startsWith('#') && spaced) continue
    else if (/^\d*[<>]/.test(token)) spaced = true
    else {
      spaced = false
      commands.at(-1)!.push(wordAt(text, at, at + token.length))
    }
  }
  return commands.filter((words) => words.length > 0)
}

/** A word in its quotes, if it has any. */
export function wordAt(text: string, start: number, end: number): Word {
  return unquoted({ start, end, raw: text.slice(start, end) })
}

/** What stands behind an offset of a word. */
export function tailOf({ start, end, raw }: Word, offset: number): Word {
  return unquoted({ start: start + offset, end, raw: raw.slice(offset) })
}

function unquoted(word: Word): Word {
  const quote = /^(\\"|["'])([\s\S]*)\1$/.exec(word.raw)
  if (quote === null || quote[2]!.includes(quote[1]!)) return word
  const width = quote[1]!.length
  return { start: word.start + width, end: word.end - width, raw: quote[2]! }
}
