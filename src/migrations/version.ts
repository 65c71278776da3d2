/** The same for `1`, `01` and `001`, and for `1.02` and `1.2`. A repeatable file's version is its own key. */
export const versionKey = (version: string): string =>
  (version.startsWith('0') || version.includes('.0')) && isNumber(version)
    ? version.replaceAll(/(?<=^|\.)0+(?=\d)/g, '')
    : version

export const sameVersion = (a: string, b: string): boolean => versionKey(a) === versionKey(b)

/** By number, part by part; what is no number comes last, by name. */
export function compareVersions(a: string, b: string): number {
  if (a.length === b.length && PLAIN.test(a) && PLAIN.test(b)) return a < b ? -1 : a > b ? 1 : 0
  if (!isNumber(a) || !isNumber(b)) return Number(isNumber(b)) - Number(isNumber(a)) || (a < b ? -1 : a > b ? 1 : 0)
  const [as, bs] = [a.split('.'), b.split('.')]
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const [x, y] = [as[i], bs[i]]
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1
    // Timestamps with microseconds do not fit a double.
    const difference = BigInt(x) - BigInt(y)
    if (difference !== 0n) return difference < 0n ? -1 : 1
  }
  return 0
}

const PLAIN = /^\d+$/

/** False for a repeatable file's version. */
export const isNumber = (version: string): boolean => /^\d+(\.\d+)*$/.test(version)
