import {expect, test} from 'vitest'
import {kept} from '../../../src/workspace/backup/retention.ts'

const of = (...dates: string[]) => dates.map((date) => ({createdAt: new Date(`${date}Z`)}))
const names = (backups: Iterable<{createdAt: Date}>) =>
  [...backups].map(({createdAt}) => createdAt.toISOString().slice(0, 13)).sort()

test('the last ones, and the last of each day, week and month', () => {
  const backups = of(
    ...['2026-03-11T20:00', '2026-03-11T08:00', '2026-03-10T20:00', '2026-03-10T08:00', '2026-03-09T20:00'],
    ...['2026-03-08T20:00', '2026-03-01T20:00', '2026-02-27T20:00', '2026-01-02T20:00'],
  )
  expect(names(kept(backups, {last: 2, daily: 0, weekly: 0, monthly: 0}))).toEqual(['2026-03-11T08', '2026-03-11T20'])
  expect(names(kept(backups, {last: 0, daily: 2, weekly: 0, monthly: 0}))).toEqual(['2026-03-10T20', '2026-03-11T20'])
  // The 8th is a Sunday, and so of the week before the 9th.
  expect(names(kept(backups, {last: 0, daily: 0, weekly: 3, monthly: 0}))).toEqual([
    '2026-03-01T20',
    '2026-03-08T20',
    '2026-03-11T20',
  ])
  expect(names(kept(backups, {last: 0, daily: 0, weekly: 0, monthly: 9}))).toEqual([
    '2026-01-02T20',
    '2026-02-27T20',
    '2026-03-11T20',
  ])
  expect(kept(backups, {last: 0, daily: 0, weekly: 0, monthly: 0}).size).toBe(0)
})
