import {expect, test} from 'vitest'
import {bytes, count, duration} from '../../src/report/amounts.ts'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [8192, '8 kB'],
  [1536, '1.5 kB'],
  [1024 ** 2 - 1, '1 MB'],
  [150 * 1024 ** 2, '150 MB'],
  [-2048, '-2 kB'],
])('%d bytes are %s', (number, text) => {
  expect(bytes(number)).toBe(text)
})

test.each([
  [0.4, '0 ms'],
  [999.6, '1 s'],
  [3400, '3.4 s'],
  [59_960, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h'],
  [11_520_000, '3 h 12 min'],
  [3_599_700, '1 h'],
  [360_000_000, '4 d 4 h'],
])('%d ms are %s', (number, text) => {
  expect(duration(number)).toBe(text)
})

test('counts', () => {
  expect([count(1, 'table'), count(12_000, 'index', 'indexes'), count(0, 'step')]).toEqual([
    '1 table',
    '12,000 indexes',
    '0 steps',
  ])
})
