// One file → one FileModel, by language. Trees are freed by whoever gets the model.
import type { Grammars } from '../../../model/source.ts'
import { grammarOf, languageOf } from '../language.ts'
import type { FileModel } from '../model.ts'
import { codeModel } from './code.ts'
import { dotenvModel, jsonModel, yamlModel } from './data.ts'
import { JAVASCRIPT, PYTHON } from './grammars.ts'
import { plainModel } from './plain.ts'

export interface ParsedFile {
  model: FileModel
  free(): void
}

/** Undefined for languages the engine does not cover yet: their hits are listed, never skipped in silence. */
export async function parseFile(file: string, text: string, grammars: Grammars): Promise<ParsedFile | undefined> {
  const language = languageOf(file)
  const free = (): void => {}
  switch (language) {
    case 'python':
    case 'javascript': {
      const tree = await grammars.parse(grammarOf(file), text)
      return { model: codeModel(tree, text, language === 'python' ? PYTHON : JAVASCRIPT), free: () => tree.delete() }
    }
    case 'yaml':
      return { model: yamlModel(text), free }
    case 'json':
      return { model: jsonModel(text), free }
    case 'dotenv':
      return { model: dotenvModel(text), free }
    case 'document':
    case 'launcher':
      return { model: plainModel(text, language), free }
    case 'other':
      return undefined
  }
}
