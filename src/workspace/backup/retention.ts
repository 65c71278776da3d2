type Dated = {readonly createdAt: Date}

export type Keep = {
  readonly last: number
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
}

/**
 * Those that a policy keeps: the last ones, and the last of each of the latest days, weeks (from Monday) and months, in UTC.
 * `backups` are of one database, the latest first.
 */
export function kept<T extends Dated>(backups: readonly T[], keep: Keep): ReadonlySet<T> {
  const latestOf = (period: (date: Date) => string, count: number): T[] => {
    const seen = new Map<string, T>()
    for (const backup of backups) {
      const key = period(backup.createdAt)
      if (!seen.has(key)) seen.set(key, backup)
    }
    return [...seen.values()].slice(0, count)
  }
  return new Set([
    ...backups.slice(0, keep.last),
    ...latestOf((date) => date.toISOString().slice(0, 10), keep.daily),
    ...latestOf(week, keep.weekly),
    ...latestOf((date) => date.toISOString().slice(0, 7), keep.monthly),
  ])
}

function week(date: Date): string {
  const monday = new Date(date)
  monday.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return monday.toISOString().slice(0, 10)
}
