import {expect, test} from 'vitest'
import {wantsJson} from '../../src/command/argv.ts'

test.each([[['--json']], [['a', '--format', 'json']], [['--format=json']]])('%j wants JSON', (argv) => {
  expect(wantsJson(argv)).toBe(true)
})

test.each([[['json']], [['json', '--format', 'text']], [['--', '--json']], [[]]])('%j does not', (argv) => {
  expect(wantsJson(argv)).toBe(false)
})
