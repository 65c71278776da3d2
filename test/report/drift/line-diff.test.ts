import {expect, test} from 'vitest'
import {lineDiff} from '../../../src/report/drift/line-diff.ts'

const show = (actual: string, expected: string) => lineDiff(actual, expected).map(({sign, text}) => sign + text)

test('only what differs, with a line around it', () => {
  expect(show('a\nb\nc\nd\ne\nf\ng', 'a\nB\nc\nd\ne\nf\nG')).toEqual([' a', '-b', '+B', ' c', '…', ' f', '-g', '+G'])
})

test('a comma after a column is no difference, unless it is the only one', () => {
  expect(show('id int,\nname text', 'id int,\nname text,\nat date')).toEqual([' name text,', '+at date'])
  expect(show('SELECT a,\nb', 'SELECT a\nb')).toEqual(['-SELECT a,', '+SELECT a', ' b'])
})

test('texts too long to compare are shown whole, quickly', () => {
  const text = (word: string) => Array.from({length: 5000}, (_, index) => `${word} ${index}`).join('\n')
  expect(lineDiff(text('a'), text('b'))).toHaveLength(10_000)
})

test('equal texts differ in nothing', () => {
  expect(show('a\nb', 'a\nb')).toEqual([])
})
