import {Failure} from '../failure.ts'

export type Window = {
  /** How long it may take: `40m`, `1h30m`, `90s`, or in words `40 minutes`; null: as long as it takes. */
  readonly budget: string | null
  /** A time of day on this machine's clock, `05:00`; null: any time. */
  readonly until: string | null
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
}
const HALF_A_DAY = 12 * 3600 * 1000

/**
 * When a run has to be done, as of Date.now(); null: whenever it is. A time of day that is more than half a day away is the
 * one that has just gone by: a run that starts late does not work into the day.
 * @throws Failure `bad_window`
 */
export function deadlineOf({budget, until}: Window, now: Date): number | null {
  const ends = [
    ...(budget === null ? [] : [now.getTime() + parseDuration(budget)]),
    ...(until === null ? [] : [nextTime(until, now)]),
  ]
  return ends.length ? Math.min(...ends) : null
}

/** @throws Failure `bad_window` */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+)\s*([a-z]+)\s*/gi)]
  const seconds = parts.reduce((sum, [, number, unit]) => {
    const name = (unit ?? '').toLowerCase()
    return sum + Number(number) * (UNITS[name] ?? UNITS[name.replace(/s$/, '')] ?? Number.NaN)
  }, 0)
  if (!parts.length || parts.map(([part]) => part).join('') !== text.trimStart() || !Number.isFinite(seconds))
    throw new Failure('bad_window', `"${text}" is no duration`, {hint: 'such as 40m, 1h30m, 90s or "40 minutes"'})
  return seconds * 1000
}

function nextTime(until: string, now: Date): number {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(until) ?? []
  if (hours === undefined)
    throw new Failure('bad_window', `"${until}" is no time of day`, {hint: 'such as 05:00 or 23:30'})
  const end = new Date(now)
  end.setHours(Number(hours), Number(minutes), 0, 0)
  if (end <= now) end.setDate(end.getDate() + 1)
  if (end.getTime() - now.getTime() > HALF_A_DAY) end.setDate(end.getDate() - 1)
  return end.getTime()
}
