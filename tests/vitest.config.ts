import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const seconds = 1_000

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    setupFiles: 'tests/support/setup.ts',
    maxWorkers: 2,
    testTimeout: 30 * seconds,
    hookTimeout: 60 * seconds,
  },
})
