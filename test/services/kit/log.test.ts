import { expect, test } from 'vitest'
import { createLog } from '../../../services/kit/log.ts'

function captured(level: string) {
  const lines: Record<string, unknown>[] = []
  return { lines, log: createLog('risk', level, { write: (line) => void lines.push(JSON.parse(line)) }) }
}

test('a line has time, level, service, message and fields', () => {
  const { log, lines } = captured('INFO')
  log.child({ account: 'A1' }).info('order checked', { ms: 2 })
  expect(lines).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      level: 'info',
      service: 'risk',
      message: 'order checked',
      fields: { account: 'A1', ms: 2 },
    },
  ])
})

test('LOG_LEVEL decides, a typo means info', () => {
  const debug = captured('DEBUG')
  debug.log.debug('seen')
  expect(debug.lines).toHaveLength(1)
  const typo = captured('LOUD')
  typo.log.debug('unseen')
  typo.log.info('seen')
  expect(typo.lines).toHaveLength(1)
})

test('secrets are scrubbed and errors keep their message', () => {
  const { log, lines } = captured('INFO')
  const error = new Error('redis://app:hunter2@valkey:6379 refused')
  log.error('login failed', {
    password: 'hunter2',
    BINANCE_API_KEY: 'hunter2',
    url: 'nats://u:hunter2@nats:4222',
    error,
  })
  expect(JSON.stringify(lines)).not.toContain('hunter2')
  expect(lines[0]?.fields).toMatchObject({
    password: '[redacted]',
    url: 'nats://[redacted]@nats:4222',
    error: { name: 'Error', message: 'redis://[redacted]@valkey:6379 refused' },
  })
})
