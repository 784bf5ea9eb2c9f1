// One file → one FileModel, by language. Trees are freed by whoever gets the model.
import type { Tree } from 'web-tree-sitter'
import type { Grammars } from '../../../model/source.ts'
import { grammarOf, languageOf, spokenName } from '../language.ts'
import { isTooIntricate, tooMuch } from '../limits.ts'
import type { CodeLanguage, DataLanguage, FileModel, Language } from '../model.ts'
import { codeModel, type Grammar } from './code.ts'
import { CSHARP } from './csharp/grammar.ts'
import { confModel } from './data/conf.ts'
import { dockerfileModel } from './data/dockerfile.ts'
import { dotenvModel } from './data/dotenv.ts'
import { hclModel } from './data/hcl.ts'
import { iniModel } from './data/ini.ts'
import { jsonModel } from './data/json.ts'
import { nginxModel } from './data/nginx.ts'
import { propertiesModel } from './data/properties.ts'
import { batchModel, powershellModel } from './data/scripts.ts'
import { tomlModel } from './data/toml.ts'
import {
  crontabModel,
  isSupervisor,
  makefileModel,
  procfileModel,
  supervisorModel,
  systemdModel,
} from './data/units.ts'
import { xmlModel } from './data/xml.ts'
import { yamlModel } from './data/yaml.ts'
import { GO } from './go/grammar.ts'
import { JAVA } from './java/grammar.ts'
import { JAVASCRIPT } from './javascript/grammar.ts'
import { KOTLIN } from './kotlin/grammar.ts'
import { parseMarkup } from './markup.ts'
import { PHP } from './php/grammar.ts'
import { plainModel } from './plain.ts'
import { PYTHON } from './python/grammar.ts'
import { RUBY } from './ruby/grammar.ts'
import { RUST } from './rust/grammar.ts'
import { SHELL } from './shell/grammar.ts'

export interface ParsedFile {
  model: FileModel
  free(): void
}

const CODE: Partial<Record<CodeLanguage, Grammar>> = {
  go: GO,
  csharp: CSHARP,
  java: JAVA,
  javascript: JAVASCRIPT,
  kotlin: KOTLIN,
  php: PHP,
  python: PYTHON,
  ruby: RUBY,
  rust: RUST,
  shell: SHELL,
}

const DATA: Partial<Record<DataLanguage, (text: string, file: string) => FileModel>> = {
  dockerfile: dockerfileModel,
  crontab: crontabModel,
  dotenv: dotenvModel,
  makefile: makefileModel,
  procfile: procfileModel,
  systemd: systemdModel,
  ini: (text, file) => (/\.(conf|cfg)$/.test(file) ? confModel(text, file) : iniModel(text, file)),
  json: jsonModel,
  nginx: nginxModel,
  properties: propertiesModel,
  toml: tomlModel,
  xml: xmlModel,
  yaml: yamlModel,
}

/** Undefined for what the engine does not cover, by language or by sheer size: its hits are listed, never skipped in silence. */
export async function parseFile(file: string, text: string, grammars: Grammars): Promise<ParsedFile | undefined> {
  if (tooMuch(file, text) !== undefined) return undefined
  try {
    return await parse(file, text, grammars)
  } catch (error) {
    if (isTooIntricate(error)) return undefined
    throw error
  }
}

/** Why `parseFile` gave nothing although there is a parser; undefined: there is none. */
export function refusal(file: string, text: string): string | undefined {
  const language: Language = languageOf(file)
  const isKnown = language in CODE || language in DATA || /^(markup|hcl|document|launcher)$/.test(language)
  return tooMuch(file, text) ?? (isKnown ? 'nested deeper or wider than anybody writes' : undefined)
}

async function parse(file: string, text: string, grammars: Grammars): Promise<ParsedFile | undefined> {
  const name = spokenName(file, text)
  const language: Language = languageOf(name)
  const free = (): void => {}
  const grammar = CODE[language as CodeLanguage]
  if (grammar !== undefined) {
    const tree = await grammars.parse(grammarOf(name), text)
    return owning(tree, () => codeModel(tree, text, grammar))
  }
  // `conf.d/crane.conf` may belong to nginx or to supervisor.
  if ((language === 'ini' || language === 'nginx') && isSupervisor(text)) return { model: supervisorModel(text), free }
  if (language === 'ini' && /^\[Service\]/m.test(text)) return { model: systemdModel(text), free }
  const data = DATA[language as DataLanguage]
  if (data !== undefined) return { model: data(text, file), free }
  if (language === 'markup') return parseMarkup(text, grammars)
  if (language === 'hcl') {
    const tree = await grammars.parse('hcl', text)
    return owning(tree, () => hclModel(tree, text))
  }
  if (language === 'launcher' && !/\.ps1$/i.test(file)) return { model: batchModel(text), free }
  if (language === 'launcher' || language === 'powershell') return { model: powershellModel(text, language), free }
  if (language === 'document') return { model: plainModel(text, language), free }
  return undefined
}

/** A tree lies outside the reach of the garbage collector: whoever makes no model of it frees it. */
function owning(tree: Tree, modelOf: () => FileModel): ParsedFile {
  try {
    return { model: modelOf(), free: () => tree.delete() }
  } catch (error) {
    tree.delete()
    throw error
  }
}
