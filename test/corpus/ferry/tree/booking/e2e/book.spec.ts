import { expect, test } from '@playwright/test'

test('a foot passenger books', async ({ page, request }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Book' }).click()
  await expect(page).toHaveURL('http://localhost:5180/done')
  const res = await request.get('http://localhost:3310/bookings')
  expect(res.ok()).toBeTruthy()
})
