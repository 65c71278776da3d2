import {expect, test} from 'vitest'
import {nearest} from '../src/nearest.ts'

test.each([
  ['dirft', 'drift'],
  ['Stats', 'status'],
  ['migrat', 'migrate'],
  ['valdiate', 'validate'],
  ['xyz', null],
  ['a', null],
  ['', null],
])('%j is a slip of %j', (word, meant) => {
  expect(nearest(word, ['drift', 'status', 'migrate', 'validate', 'reset'])).toBe(meant)
})
