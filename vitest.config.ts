import {availableParallelism} from 'node:os'
import {defineConfig} from 'vitest/config'
import {ClosingLine} from './test/support/closing-line.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/setup.ts'],
    reporters: ['default', new ClosingLine()],
    // Tests wait for servers and processes more than they compute.
    maxWorkers: availableParallelism() + 1,
    // @oclif/test reads process.stdout itself.
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
