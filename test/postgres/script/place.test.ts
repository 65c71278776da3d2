import {expect, test} from 'vitest'
import {offsetOfByte, offsetOfCharacter, placeAt} from '../../../src/postgres/script/place.ts'

test('an offset is a line and a column', () => {
  const text = 'a\nbc\r\n\nd'
  expect(placeAt('f', text, 0)).toEqual({file: 'f', line: 1, column: 1, text: 'a'})
  expect(placeAt('f', text, 1)).toEqual({file: 'f', line: 1, column: 2, text: 'a'})
  expect(placeAt('f', text, 3)).toEqual({file: 'f', line: 2, column: 2, text: 'bc'})
  expect(placeAt('f', text, 6)).toEqual({file: 'f', line: 3, column: 1, text: ''})
  expect(placeAt('f', text, 99)).toEqual({file: 'f', line: 4, column: 2, text: 'd'})
  expect(placeAt('f', '', 0)).toEqual({file: 'f', line: 1, column: 1, text: ''})
})

test('lines are counted on from a known one, unless it lies behind', () => {
  const text = 'a\nb\nc\nd'
  expect(placeAt('f', text, 6, {line: 3, start: 4})).toMatchObject({line: 4, text: 'd'})
  expect(placeAt('f', text, 0, {line: 3, start: 4})).toMatchObject({line: 1, text: 'a'})
})

test('characters and bytes are not UTF-16 units', () => {
  const text = 'é😀x'
  expect([0, 1, 2, 3, 9].map((n) => offsetOfCharacter(text, n))).toEqual([0, 1, 3, 4, 4])
  expect([0, 2, 6, 7, 9].map((n) => offsetOfByte(text, n))).toEqual([0, 1, 3, 4, 4])
})
