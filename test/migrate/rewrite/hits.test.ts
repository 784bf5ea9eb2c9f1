import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayHit, scan } from '../../../src/migrate/rewrite/hits.ts'

const options = { names: ['trader2025'] }
const found = (text: string): string[] => scan(text, options).map((hit) => hit.text)

describe('scan finds', () => {
  test.each([
    ['http://localhost:6105/x', ['localhost:6105']],
    ['nats://LOCALHOST:4222', ['LOCALHOST:4222']],
    ['127.0.0.1', ['127.0.0.1']],
    ['127.1.2.3:80', ['127.1.2.3:80']],
    ['http://[::1]:6105', ['[::1]:6105']],
    ['host ::1 only', ['::1']],
    ['a@localhost/db', ['localhost']],
    ['localhost:6105,localhost:6107', ['localhost:6105', 'localhost:6107']],
    ['at localhost:6105.', ['localhost:6105']],
    ['http:\\/\\/localhost:1', ['localhost:1']],
    ['host.docker.internal:7497', ['host.docker.internal:7497']],
    ['http://192.168.1.20:6105', ['192.168.1.20:6105']],
    ['http://PC-DESK7:6105', ['PC-DESK7:6105']],
    ['"C:\\\\a\\\\b"', ['C:\\\\']],
    ['x=D:/a', ['D:/']],
    ['"\\\\\\\\nas\\\\share"', ['\\\\\\\\']],
    ['%APPDATA%\\x', ['%APPDATA%']],
    ['s3://trader2025/x', ['trader2025']],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected))
})

describe('scan leaves', () => {
  test.each([
    ['mylocalhost'],
    ['localhost_re = 1'],
    ['localhost.example.com'],
    ['1.127.0.0.1'],
    ['127.0.0.1.5'],
    ['a[1::1]'],
    ['http://x'],
    ['std::10'],
    ['trader20256'],
    ['10.0.0.0/24'],
    ['http:\\/\\/x'],
    ['\\d:\\w'],
    ['12:30'],
  ])('%s', (text) => {
    expect(found(text)).toEqual([])
  })
})

test('the cheap test never says no where the scan says yes', () => {
  const piece = fc.constantFrom(
    'localhost',
    '127.0.0.1',
    '::1',
    '[::]',
    'C:\\',
    'c:/',
    '\\\\10.0\\x',
    '%TMP%\\',
    'http://',
    '10.1.2.3',
    ':6105',
    'PC-A1',
    '"',
    ' ',
    'trader2025',
    'x',
    '\n',
    '0.0.0.0',
    '@',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      if (scan(text, options).length > 0) expect(mayHit(text, options)).toBe(true)
    }),
    { numRuns: 5000 },
  )
})
