import { BookingsController } from './bookings.controller'

const config = { get: () => 'http://localhost:7310' }

test('says ok', () => {
  expect(new BookingsController(config as never, {} as never).live()).toBe('ok')
})
