// How Go programs declare what the command line may say: which argument is the default, which is text for people.
import type { SyntaxNode } from '../../syntax.ts'
import type { Step } from '../climb.ts'
import { callArguments, calleeName, fieldValue, literalText } from './nodes.ts'

const DECLARED =
  /(^|\.)(flag|flags|pflag|fs|f|\w*[fF]lag[sS]et|\w*[fF]lags|Flags\(\)|PersistentFlags\(\)|CommandLine|cmd|pf|app)\.(String|Int|Int64|Uint|Uint16|Uint64|StringSlice|StringArray|IP)(Var)?(P)?$/

/** `flag.String("tariff-url", "http://…", "usage")`: the literal belongs to the flag. */
export function flagArgument(call: SyntaxNode, argument: SyntaxNode): Step | undefined {
  const form = DECLARED.exec(calleeName(call))
  if (form === null) return undefined
  const all = callArguments(call)
  const index = all.findIndex((one) => one.id === argument.id)
  const name = form[4] === undefined ? 0 : 1
  const value = name + (form[5] === undefined ? 1 : 2)
  const flag = literalText(all[name])
  if (flag === undefined || all.length !== value + 2) return undefined
  return { kind: 'name', name: index === value ? flag : 'usage' }
}

export function isFlagCall(call: SyntaxNode): boolean {
  return (
    DECLARED.test(calleeName(call)) &&
    literalText(callArguments(call).find((one) => literalText(one) !== undefined)) !== undefined
  )
}

/** `kingpin.Flag("tariff", "help").Default("http://…").Envar("X")`: the variable stands further along the chain. */
export function chainedVariable(call: SyntaxNode): string | undefined {
  if (!/\.Default$/.test(calleeName(call))) return undefined
  let top = call
  while (top.parent?.type === 'selector_expression' && top.parent.parent?.type === 'call_expression')
    top = top.parent.parent
  return /\.(?:Envar|EnvVar|OverrideDefaultFromEnvar)\(\s*"([A-Za-z0-9_]+)"/.exec(top.text)?.[1]
}

/** `&cli.StringFlag{Name: "tariff", Value: "http://…", EnvVars: []string{"X"}}`. */
export function flagField(composite: SyntaxNode, key: string): Step | undefined {
  const type = composite.childForFieldName('type')!.text
  if (
    /^cobra\.Command$|^cli\.(Command|App)$/.test(type) &&
    /^(Use|Short|Long|Example|Description|UsageText)$/.test(key)
  )
    return { kind: 'name', name: 'usage', stop: true }
  if (!/(^|\.)\w*Flag$/.test(type) || key !== 'Value') return undefined
  const sources =
    fieldValue(composite, 'EnvVars') ?? fieldValue(composite, 'EnvVar') ?? fieldValue(composite, 'Sources')
  const variable = /"([A-Za-z0-9_]+)"/.exec(sources?.text ?? '')?.[1]
  const name = literalText(fieldValue(composite, 'Name')) ?? key
  return variable === undefined ? { kind: 'name', name } : { kind: 'env', variable, name }
}
