const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in PostgreSQL's units, where a kB is 1024 bytes: `8 kB`, `1.5 GB`. */
export function bytes(count: number): string {
  let value = count
  let unit = 0
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  // 1023.97 would be rounded to a full next unit.
  if (unit > 0 && unit < UNITS.length - 1 && Number(value.toFixed(1)) >= 1024) {
    value /= 1024
    unit++
  }
  return `${unit > 0 && value < 100 ? trim(value.toFixed(1)) : Math.round(value)} ${UNITS[unit]}`
}

const trim = (number: string): string => number.replace(/\.0$/, '')
