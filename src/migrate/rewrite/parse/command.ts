// Command lines as values: the one reader for Dockerfiles, compose, units, Procfiles, recipes and scripts of package.json.
// It answers where a value stands and what it is called; what a line starts is the survey's question (survey/launch).
import type { Escapes } from '../model.ts'
import { means } from '../vocabulary/vocabularies.ts'
import { type Argument, readCommand, readCommands } from './command/read.ts'
import { commandsIn, type Word } from './command/words.ts'
import { isPort, type Value } from './data/values.ts'

interface Options {
  escapes?: Escapes
  /** What the format says of the whole line: a health check, for one. */
  context?: Value['context']
  /** A new line is a space. */
  folded?: boolean
  /** The line belongs to a launcher: a variable it sets comes from compose instead. */
  environment?: boolean
}

/** The command that stands between two offsets of a text. */
export function commandValues(text: string, start: number, end: number, options: Options = {}): Value[] {
  return readCommands(text, commandsIn(text, start, end, options.folded)).map((one) => argumentValue(one, options))
}

/** A command given word by word. */
export function wordValues(text: string, words: Word[], options: Options = {}): Value[] {
  return readCommand(text, words).map((one) => argumentValue(one, options))
}

export function argumentValue({ start, end, raw, path, variable, call, command }: Argument, options: Options): Value {
  const { escapes = 'none', context = {}, environment = false } = options
  return {
    start,
    end,
    escapes,
    path,
    scope: `command:${command}`,
    number: isPort(raw),
    context: {
      ...(call === undefined ? {} : { call: { name: call, start: command, argument: path.at(-1) ?? 0 } }),
      ...(call !== undefined && means('question', call) ? { compared: true } : {}),
      ...(environment && variable !== undefined ? { env: variable } : {}),
      ...context,
    },
  }
}
