// What a Go file says once and means everywhere in it: fields set from the environment, helpers that read it, viper's rules.
import type { SyntaxNode } from '../../syntax.ts'
import { walk } from '../../syntax.ts'
import { named } from '../nodes.ts'
import { readsVariable } from './environment.ts'
import { callArguments, enclosing, lastName, literalText, unwrap } from './nodes.ts'

export interface Facts {
  /** Variable a name is set from anywhere in the file; undefined when several are. */
  variableOf(name: string): string | undefined
  /** Variable a call of a helper of this file reads. */
  helperVariable(call: SyntaxNode): string | undefined
  /** Variable behind a viper key, when viper looks at the environment and the name can be said. */
  viperVariable(key: string): string | undefined
  /** Profiles are served by whoever serves the default mux. */
  profiles: boolean
  /** A build tag keeps the file out of the program. */
  tagged: boolean
}

export function factsOf(root: SyntaxNode): Facts {
  const text = root.text
  const helpers = helpersOf(root)
  const helperVariable = (call: SyntaxNode): string | undefined => {
    const index =
      call.type === 'call_expression' ? helpers.get(lastName(call.childForFieldName('function')!)) : undefined
    return index === undefined ? undefined : literalText(callArguments(call)[index])
  }
  let assigned: Map<string, Set<string>> | undefined
  return {
    helperVariable,
    variableOf: (name) => {
      assigned ??= assignments(root, helperVariable)
      const found = assigned.get(name)
      return found?.size === 1 ? [...found][0] : undefined
    },
    viperVariable: viper(text),
    profiles: /"net\/http\/pprof"/.test(text),
    tagged:
      /^(?:\s|\/\/(?!go:build).*\n)*\/\/go:build [^\n]*\b(integration|e2e|test|tests|acceptance|functional|smoke)\b/.test(
        text,
      ),
  }
}

/** Functions that hand one of their parameters to `os.Getenv`: name → which one. */
function helpersOf(root: SyntaxNode): Map<string, number> {
  const found = new Map<string, number>()
  for (const declared of named(root)) {
    if (!/^(function|method)_declaration$/.test(declared.type)) continue
    const body = declared.childForFieldName('body')
    const read = body && /\bos\.(?:Getenv|LookupEnv)\(\s*(\w+)\s*\)/.exec(body.text)?.[1]
    if (!read) continue
    const parameters = named(declared.childForFieldName('parameters')).flatMap((group) =>
      named(group).filter((one) => one.type === 'identifier'),
    )
    const index = parameters.findIndex((one) => one.text === read)
    if (index >= 0) found.set(declared.childForFieldName('name')!.text, index)
  }
  return found
}

/** `cfg.URL = v` where v comes from a variable, `Config{URL: os.Getenv("X")}`. */
function assignments(root: SyntaxNode, helper: (call: SyntaxNode) => string | undefined): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const add = (name: string, value: SyntaxNode | null | undefined): void => {
    const variable = value && readsVariable(value, helper)
    if (variable) found.set(name, (found.get(name) ?? new Set()).add(variable))
  }
  for (const node of walk(root)) {
    if (node.type === 'assignment_statement') {
      const names = named(node.childForFieldName('left'))
      const values = named(node.childForFieldName('right'))
      names.forEach((one, index) => {
        if (
          one.type === 'selector_expression' ||
          enclosing(node, /^(if_statement|function_declaration)$/)?.type === 'if_statement'
        )
          add(lastName(one), values[index])
      })
    } else if (node.type === 'keyed_element') {
      add(lastName(node.childForFieldName('key')!), unwrap(node.childForFieldName('value')!))
    }
  }
  return found
}

function viper(text: string): (key: string) => string | undefined {
  const automatic = /\.AutomaticEnv\(\)/.test(text)
  const prefix = /\.SetEnvPrefix\(\s*"([^"]*)"/.exec(text)?.[1]
  const replacer = /\.SetEnvKeyReplacer\(\s*strings\.NewReplacer\(([^)]*)\)/.exec(text)?.[1]
  const pairs = [...(replacer ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1]!)
  return (key) => {
    const bound = new RegExp(`\\.BindEnv\\(\\s*"${RegExp.escape(key)}"\\s*,\\s*"([^"]+)"`, 'i').exec(text)
    if (bound) return bound[1]
    if (!automatic) return undefined
    let name = `${prefix ? `${prefix}_` : ''}${key}`.toUpperCase()
    for (let index = 0; index + 1 < pairs.length; index += 2) name = name.replaceAll(pairs[index]!, pairs[index + 1]!)
    return /^[A-Z_][A-Z0-9_]*$/.test(name) ? name : undefined
  }
}
