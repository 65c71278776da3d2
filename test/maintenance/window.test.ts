import {expect, test} from 'vitest'
import {deadlineOf, parseDuration} from '../../src/maintenance/window.ts'

const at = (time: string) => new Date(`2026-03-10T${time}:00`)

test.each([
  ['40m', 40 * 60],
  ['1h30m', 5400],
  ['90s', 90],
  ['40 minutes', 2400],
  ['1 hour 5 minutes', 3900],
])('%s is a duration', (text, seconds) => expect(parseDuration(text)).toBe(seconds * 1000))

test.each(['', 'soon', '5', '5 parsecs', '40m!', 'm40'])('"%s" is none', (text) => {
  expect(() => parseDuration(text)).toThrow(expect.objectContaining({code: 'bad_window'}))
})

test('a run ends at the earlier of its budget and its time of day', () => {
  expect(deadlineOf({budget: null, until: null}, at('02:00'))).toBeNull()
  expect(deadlineOf({budget: '40m', until: '05:00'}, at('02:00'))).toBe(at('02:40').getTime())
  expect(deadlineOf({budget: '9h', until: '05:00'}, at('02:00'))).toBe(at('05:00').getTime())
  expect(deadlineOf({budget: null, until: '05:00'}, at('23:30'))).toBe(new Date('2026-03-11T05:00:00').getTime())
  expect(() => deadlineOf({budget: null, until: '25:00'}, at('02:00'))).toThrow('no time of day')
})

test('one that starts after its window does not work into the day', () => {
  expect(deadlineOf({budget: null, until: '05:00'}, at('05:30'))).toBe(at('05:00').getTime())
})
