import {expect, test} from 'vitest'
import {nearest} from '../src/suggest.ts'

test.each([
  ['databses', 'databases'],
  ['prot', 'port'],
  ['DEV', 'dev'],
  ['x', null],
  ['entirely', null],
])('%s → %s', (word, expected) => {
  expect(nearest(word, ['databases', 'port', 'dev', 'migrations'])).toBe(expected)
})
