import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const kit = fileURLToPath(new URL('./services/kit/', import.meta.url))

export default defineConfig({
  resolve: { alias: [{ find: /^#kit\/(.*)$/, replacement: `${kit}$1.ts` }] },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/fixtures/**', 'test/corpus/*/tree/**', '**/node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    // Two shared cores: more workers only make real servers slower to answer.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { NODE_ENV: 'test' },
  },
})
