// Bytes from the terminal to key names and terminal reports. A lone ESC is ambiguous until nothing follows it: the caller flushes after a pause.

export type Input = { kind: 'key'; key: string } | { kind: 'report'; mode: number; value: number }

const NAMED: Record<string, string> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[5~': 'pgup',
  '[6~': 'pgdn',
  '[3~': 'delete',
  '[Z': 'shift-tab',
}
const CONTROL: Record<number, string> = { 8: 'backspace', 9: 'tab', 10: 'enter', 13: 'enter', 127: 'backspace' }
// CSI: parameters, intermediates, final byte. SS3: one byte. The same shapes cut short are waited for.
const SEQUENCE = /^\x1b(\[[0-?]*[ -/]*[@-~]|O[A-Za-z])/
const CUT_SHORT = /^\x1b(\[[0-?]*[ -/]*|O)?$/
const MODE_REPORT = /^\[\?(\d+);(\d)\$y$/

export interface KeyParser {
  push(chunk: string): Input[]
  /** Nothing followed in time: what is held back is taken as it stands. */
  flush(): Input[]
  readonly pending: boolean
}

export function createKeyParser(): KeyParser {
  let held = ''
  return {
    push(chunk) {
      const { inputs, rest } = parse(held + chunk)
      held = rest
      return inputs
    },
    flush() {
      if (held === '') return []
      const rest = held.slice(1)
      held = ''
      return [{ kind: 'key', key: 'esc' }, ...(rest === '' ? [] : parse(rest).inputs)]
    },
    get pending() {
      return held !== ''
    },
  }
}

function parse(text: string): { inputs: Input[]; rest: string } {
  const inputs: Input[] = []
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    if (rest.startsWith('\x1b')) {
      if (CUT_SHORT.test(rest)) return { inputs, rest }
      const sequence = SEQUENCE.exec(rest)
      const input = sequence ? fromSequence(sequence[1] ?? '') : ({ kind: 'key', key: 'esc' } as const)
      if (input) inputs.push(input)
      at += sequence ? sequence[0].length : 1
      continue
    }
    const codePoint = rest.codePointAt(0) ?? 0
    inputs.push({ kind: 'key', key: keyName(codePoint) })
    at += codePoint > 0xffff ? 2 : 1
  }
  return { inputs, rest: '' }
}

function fromSequence(sequence: string): Input | undefined {
  const report = MODE_REPORT.exec(sequence)
  if (report) return { kind: 'report', mode: Number(report[1]), value: Number(report[2]) }
  const key = NAMED[sequence]
  // Answers and keys we do not know are dropped: they must not reach the filter prompt as letters.
  return key === undefined ? undefined : { kind: 'key', key }
}

function keyName(codePoint: number): string {
  const named = CONTROL[codePoint]
  if (named !== undefined) return named
  if (codePoint < 32) return `ctrl-${String.fromCharCode(codePoint + 96)}`
  return String.fromCodePoint(codePoint)
}
