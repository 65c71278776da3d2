import {expect, test} from 'vitest'
import {parseCanary, stagesOf} from '../../../src/tenants/migrate/stages.ts'

const list = (length: number) => Array.from({length}, (_, index) => index)
const sizes = (length: number, canary: string) =>
  stagesOf(list(length), parseCanary(canary)).map((stage) => stage.length)

test('a number, a part of all, and then the rest', () => {
  expect(sizes(1000, '1,10%')).toEqual([1, 99, 900])
  expect(sizes(1000, '0')).toEqual([1000])
  expect(sizes(5, '1,10%')).toEqual([1, 4])
  expect(sizes(1, '1')).toEqual([1])
  expect(sizes(0, '1,10%')).toEqual([])
  expect(sizes(10, '100%')).toEqual([10])
  expect(stagesOf(list(5), parseCanary('2')).flat()).toEqual(list(5))
})

test.each(['x', '1,', '1.5', '101%', '-1'])('--canary %s is refused', (text) => {
  expect(() => parseCanary(text)).toThrow('neither a number nor a percentage')
})
