import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import {runNode} from '../support/process.ts'

test("the commands' pages say what the commands say", async () => {
  const script = fileURLToPath(new URL('../../scripts/command-docs.js', import.meta.url))
  expect(await runNode([script, '--check'])).toEqual({code: 0, stdout: '', stderr: ''})
})
