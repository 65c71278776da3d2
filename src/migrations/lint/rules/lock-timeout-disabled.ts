import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

const UNITS: Readonly<Record<string, number>> = {ms: 1, s: 1000, min: 60_000, h: 3_600_000}

export function milliseconds(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h)?\s*$/.exec(text)
  return match ? Number(match[1]) * (UNITS[match[2] ?? 'ms'] ?? 1) : Number.NaN
}

export const lockTimeoutDisabled: LintRule = {
  name: 'lock-timeout-disabled',
  group: 'locks',
  severity: 'error',
  what: 'SET lock_timeout to 0, or to more than ten seconds',
  why: 'While a statement waits for its lock, everybody waits behind it. pgplumb waits two seconds and tries again.',
  cure: 'leave it out, or set some seconds',
  unsafe: 'SET lock_timeout = 0;',
  safe: "SET LOCAL lock_timeout = '5s';",
  checks: [
    onStatement('VariableSetStmt', function* ({name, kind, args}) {
      if (name !== 'lock_timeout' || kind !== 'VAR_SET_VALUE') return
      const [value] = all(args, 'A_Const')
      const time = value?.sval ? milliseconds(value.sval.sval ?? '') : (value?.ival?.ival ?? 0)
      if (time === 0)
        yield {
          message: 'without lock_timeout a statement waits for its lock for ever, and others behind it',
          sql: "SET LOCAL lock_timeout = '5s';",
        }
      else if (time > 10_000)
        yield {
          message: `for ${time / 1000} seconds nobody else gets at the table that this waits for`,
          severity: 'warning',
          sql: "SET LOCAL lock_timeout = '5s';",
        }
    }),
  ],
}
