// Does one file speak of another? Asked before a name of this file is taken for a constant of that one. Import statements
// differ between languages, their evidence does not: the other file's module, class or folder is named.
import { baseName, folderOf } from '../../kit/path.ts'
import { languageOf } from './language.ts'
import type { Language } from './model.ts'

export interface Script {
  file: string
  text: string
}

/** Languages in which files of one folder see each other without an import. */
const BY_FOLDER: ReadonlySet<Language> = new Set(['go', 'java', 'kotlin', 'csharp'])
/** File names that stand for their folder. */
const FOLDER_FILE = /^(index|__init__|mod|main|lib|package-info)$/

/** `user` could mean a name of `owner`: it imports it, names its class, or lies beside it. */
export function mentions(user: Script, owner: Script): boolean {
  if (languageOf(user.file) !== languageOf(owner.file)) return false
  return seesFolder(user.file, owner.file) || namesOf(owner.file).some((name) => word(name).test(user.text))
}

/** A use of `name` as `qualifier.name`, or bare, means the one in `owner`. */
export function means(user: Script, owner: Script, name: string, qualifier: string | undefined): boolean {
  if (qualifier === undefined) return seesFolder(user.file, owner.file) || imports(user, owner, name)
  const plain = qualifier.replace(/^.*[.:>]/, '')
  if (namesOf(owner.file).includes(plain)) return true
  if (
    new RegExp(`\\b(class|object|interface|struct|enum|record|trait|module)\\s+${RegExp.escape(plain)}\\b`).test(
      owner.text,
    )
  )
    return mentions(user, owner)
  // An alias, or an object that the other file made: `import config as c`, `from settings import settings`.
  return imports(user, owner, plain)
}

/** An import statement of `user` names both the other file and the name (or takes everything). */
function imports(user: Script, owner: Script, name: string): boolean {
  const statements = user.text.match(STATEMENT) ?? []
  return statements.some(
    (statement) =>
      namesOf(owner.file).some((module) => word(module).test(statement)) &&
      (word(name).test(statement) || /\*/.test(statement)),
  )
}

const STATEMENT =
  /^[ \t]*(?:import|from|use|using|include|require(?:_once|_relative)?|(?:export|const|let|var)\b[^\n=]*=\s*(?:await\s+import|require)|export)\b(?:[^;\n(){}]|\([^)]*\)|\{[^}]*\})*/gm

/** The module an imported name comes from, as written. */
export function moduleOf(name: string, text: string): string | undefined {
  const own = word(name)
  for (const statement of text.match(STATEMENT) ?? []) {
    if (!own.test(statement)) continue
    const module =
      /^\s*from\s+([\w.]+)\s+import/.exec(statement)?.[1] ??
      /["']([^"']+)["']/.exec(statement)?.[1] ??
      /^\s*(?:import|use|using)\s+(?:static\s+)?([\w.:\\]+)/.exec(statement)?.[1]
    if (module !== undefined) return module
  }
  return undefined
}

function seesFolder(user: string, owner: string): boolean {
  return BY_FOLDER.has(languageOf(user)) && folderOf(user) === folderOf(owner)
}

/** Words another file would use for this one: its name without ending, or its folder's where it stands for that. */
function namesOf(file: string): string[] {
  const stem = baseName(file).replace(/(\.d)?\.[^.]+$/, '')
  const parent = baseName(folderOf(file))
  const byFolder = FOLDER_FILE.test(stem) || languageOf(file) === 'go'
  return [stem, ...(byFolder && parent !== '' ? [parent] : [])].filter((name) => !FOLDER_FILE.test(name) || !byFolder)
}

function word(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`)
}
