// What a user sees and what a script gets when something went wrong: words, hints, exit code, no secret.
import { describe, expect, test } from 'vitest'
import { TradeError } from '../../src/model/errors.ts'
import { describeFailure } from '../../src/views/failure.ts'
import { progressLines } from '../../src/views/progress.ts'

const taken = new TradeError('PORT_TAKEN', 'oms: port 8099 belongs to node server.js (pid 4242); expected it free', {
  facts: { port: 8099, pid: 4242 },
  hints: ['kill 4242', 'trade2026 up oms'],
})
const show = (thrown: unknown, more: object = {}) => describeFailure(thrown, { json: false, debug: false, ...more })

describe('operating errors', () => {
  test('words, code and hints one can paste; exit code of the catalogue', () => {
    expect(show(taken)).toEqual({
      exit: 4,
      stderr:
        '✖ oms: port 8099 belongs to node server.js (pid 4242); expected it free [PORT_TAKEN]\n' +
        '  try: kill 4242\n' +
        '  try: trade2026 up oms\n',
    })
  })
  test('--json: one document on stdout, nothing on stderr', () => {
    const { exit, stdout, stderr } = show(taken, { json: true })
    expect({ exit, stderr }).toEqual({ exit: 4, stderr: undefined })
    expect(JSON.parse(stdout!)).toEqual({
      error: { code: 'PORT_TAKEN', message: taken.message, facts: taken.facts, hints: taken.hints },
    })
  })
  test('all problems of a definition, one a line', () => {
    const error = new TradeError('DEFINITION_INVALID', 'a.yaml:1:2: x: bad\na.yaml:3:4: y: worse')
    expect(show(error).stderr).toBe('✖ a.yaml:1:2: x: bad [DEFINITION_INVALID]\n  a.yaml:3:4: y: worse\n')
  })
  test('secrets are masked in words and in JSON, and the JSON stays whole', () => {
    const error = new TradeError('FILE_UNREADABLE', 'redis://u:hunter2pass@x said "tok\\"en1"', {
      facts: { url: 'nats://bob:hunter2pass@h', list: ['tok"en1'] },
    })
    for (const json of [false, true]) {
      const { stdout = '', stderr = '' } = show(error, { json, secrets: ['tok"en1'] })
      expect(stdout + stderr).not.toContain('hunter2pass')
      if (json) expect(JSON.parse(stdout).error.facts.list).toEqual(['***'])
    }
  })
})

describe('other throws', () => {
  test('a command that chose its exit code says nothing more', () => {
    const exit = Object.assign(new Error('EEXIT: 3'), { code: 'EEXIT', oclif: { exit: 3 } })
    expect(show(exit)).toEqual({ exit: 3 })
  })
  test('a wrong flag is usage, with help for that command', () => {
    const parse = { input: { context: { id: 'compose:render' } } }
    const error = Object.assign(new Error('Nonexistent flag: --wat\nSee more help with --help'), {
      oclif: { exit: 2 },
      parse,
    })
    expect(show(error)).toEqual({
      exit: 2,
      stderr: '✖ Nonexistent flag: --wat [USAGE]\n  try: trade2026 compose render --help\n',
    })
  })
  test.each([
    ['EACCES', 'FILE_UNREADABLE', 4],
    ['EROFS', 'FILE_UNREADABLE', 4],
    ['ENOSPC', 'DISK_FULL', 4],
  ])('%s of a file is the operator’s to mend: %s', (code, expected, exit) => {
    const refused = Object.assign(new Error(`${code}: no, open '/a/b'`), { code, path: '/a/b' })
    expect(show(refused)).toMatchObject({ exit, stderr: expect.stringContaining(`✖ /a/b: ${code}`) })
    expect(show(refused).stderr).toContain(expected)
  })
  test('anything else is our bug: 70', () => {
    expect(show(new RangeError('oops'))).toMatchObject({
      exit: 70,
      stderr: expect.stringContaining('RangeError: oops'),
    })
    expect(show('thrown text')).toMatchObject({ exit: 70 })
    expect(show(new Error('x'), { debug: true }).stderr).toContain('failure.test.ts')
  })
  test('an abort is an interruption: 130', () => {
    expect(show(new DOMException('stopped', 'AbortError')).exit).toBe(130)
  })
})

test('progress: a line per end, with the title of its start', () => {
  const line = progressLines({ color: false })
  expect(line({ kind: 'started', id: 'risk/copy', title: 'copy source' })).toBeUndefined()
  expect(line({ kind: 'output', id: 'risk/copy', text: 'x' })).toBeUndefined()
  expect(line({ kind: 'finished', id: 'risk/copy', status: 'done', detail: '12 files' })).toBe(
    '✔ copy source · 12 files',
  )
  expect(line({ kind: 'finished', id: 'b', status: 'inconclusive', title: 'B' })).toBe('? B')
  expect(line({ kind: 'note', text: 'at redis://a:secret@h' })).toBe('at redis://a:***@h')
})
