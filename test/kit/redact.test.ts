import { describe, expect, it } from 'vitest'
import { formsOf, redact, rememberSecrets } from '../../src/kit/redact.ts'

describe('redact', () => {
  it('masks the password of a URL and leaves the rest', () => {
    expect(redact('amqp://svc:t0p@bus:5672/x')).toBe('amqp://svc:***@bus:5672/x')
  })

  it('does not reach over the end of a quoted text', () => {
    const json = JSON.stringify({ a: 'tcp://host:', b: 'name@place' })
    expect(redact(json)).toBe(json)
  })

  it('masks a remembered value in every spelling from then on', () => {
    const secret = 'p"w/%1 x'
    const text = formsOf(secret).join('|')
    expect(redact(text)).toContain('p%22w')
    rememberSecrets([secret])
    expect(redact(text)).toBe(
      formsOf(secret)
        .map(() => '***')
        .join('|'),
    )
    expect(redact(`in base64 ${Buffer.from(secret).toString('base64')}`)).not.toContain('cCJ3')
  })

  it('a value that holds another is masked whole', () => {
    expect(redact('abcdef-tail', ['abcd', 'abcdef-tail'])).toBe('***')
  })
})
