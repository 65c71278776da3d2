import {expect, test} from 'vitest'
import {displayWidth, expandTabs, padEnd, printable, sliceCells} from '../../src/report/width.ts'

test.each([
  ['abc', 3],
  ['名前', 4],
  ['e\u0301', 1],
  ['👩‍👩‍👧', 2],
  ['\u001b[31mred\u001b[39m', 3],
  ['', 0],
])('%j takes %d cells', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

test('pads by cells, not by characters', () => {
  expect(padEnd('名', 4)).toBe('名  ')
})

test('tabs go to the next stop', () => {
  expect(expandTabs('a\tb\tc')).toBe('a   b   c')
})

test('a slice never holds half a wide character', () => {
  expect(sliceCells('a名b', 0, 2)).toBe('a')
  expect(sliceCells('a名b', 1, 4)).toBe('名b')
})

test('control characters and direction marks are shown, not obeyed', () => {
  expect(printable('a\u001b[2Jb\u202ec\td\n')).toBe('a\\x1b[2Jb\\u202ec\td\n')
})
