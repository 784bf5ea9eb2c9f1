// A name that is a parameter: its value is what the callers of that function hand over at its place.
import { callsOf } from './expression.ts'
import type { Expression, Scope } from './value.ts'

const HEAD =
  /(?:\b(?:def|func|function|fn|fun)\s+(?:\([^)]*\)\s*)?|\b(?:public|private|protected|internal|static|void|async|constructor)\s+|\bclass\s+|^[ \t]*)([A-Za-z_]\w*)\s*\(([^()]*)\)[^;\n]*[{:]/gm
const NO_FUNCTION = /^(if|for|while|switch|catch|return|elif|with|except|match|using|lock|fixed|foreach)$/

interface Owner {
  name: string
  index: number
}

/** `nearest`: only the last function that begins before the use; `any`: the last of them that has the parameter. */
export function passed(
  name: string,
  at: { file: string; offset: number },
  scope: Scope,
  reach: 'nearest' | 'any',
): Expression[] {
  const owner = ownerOf(name, scope.sources.masked(at.file).bare, at.offset, reach)
  if (owner === undefined) return []
  const pattern = new RegExp(
    `(?<!(?:def|func|function|fn|fun|public|private|protected|static|void)\\s+)\\b${owner.name}\\(`,
    'g',
  )
  return [at.file, ...scope.files.filter((one) => one !== at.file)].flatMap((file) => {
    if (!(scope.sources.text(file) ?? '').includes(`${owner.name}(`)) return []
    return callsOf(scope.sources.masked(file), pattern).flatMap((call) => {
      const arg =
        call.args.find((one) => one.key === name) ?? call.args.filter((one) => one.key === undefined)[owner.index]
      // The head of the function itself looks like a call: `Api(int port)`.
      if (!arg || arg.text === name || /^[\w.<>]+\s+\w+$/.test(arg.text)) return []
      return [{ text: arg.text, file, offset: arg.start }]
    })
  })
}

function ownerOf(name: string, bare: string, before: number, reach: 'nearest' | 'any'): Owner | undefined {
  let owner: Owner | undefined
  for (const match of bare.slice(0, before).matchAll(HEAD)) {
    if (NO_FUNCTION.test(match[1]!)) continue
    const parameters = match[2]!
      .split(',')
      .map((one) => one.trim())
      .filter((one) => !/^(self|cls|this)$/.test(one))
    const index = parameters.findIndex((one) => one.split(/\W+/).includes(name))
    if (index >= 0) owner = { name: match[1]!, index }
    else if (reach === 'nearest') owner = undefined
  }
  if (owner === undefined || !/^(constructor|__init__)$/.test(owner.name)) return owner
  const className = /\bclass\s+(\w+)/.exec(bare)?.[1]
  return className === undefined ? undefined : { name: className, index: owner.index }
}
