import { expect, test } from 'vitest'
import { renderInit } from '../../src/views/init.ts'

test('says what was found and what comes next', () => {
  const text = renderInit({
    platform: '/new',
    source: '/old',
    files: ['trade2026.yaml', 'infra/redis.yaml'],
    services: ['tide'],
    infra: ['redis'],
    questions: 2,
  })
  expect(text).toContain('✔ /new: 2 files written')
  expect(text).toMatch(/services +tide\nservers +redis\nquestions +2 to answer/)
  expect(text).toMatch(/cd \/new\n.*\n.*--dry-run\n.*trade2026 migrate --all\n/)
})

test('an empty platform: where to go from here', () => {
  const text = renderInit({ platform: '/new', files: ['trade2026.yaml'], services: [], infra: [], questions: 0 })
  expect(text).toContain('--from LEGACY')
  expect(text).not.toContain('services')
})
