import {Failure} from '../failure.ts'
import {glob} from '../glob.ts'
import {nearest} from '../nearest.ts'

export type Named = {readonly schema: string; readonly name: string}

const matches = (pattern: string, {schema, name}: Named): boolean =>
  glob(pattern).test(pattern.includes('.') ? `${schema}.${name}` : name)

/**
 * Those of `all` that the patterns name: `public.users`, `users` (in any schema), `tenant_*.events`.
 * @throws Failure `no_table` for a pattern without `*` that names none
 */
export function pick<T extends Named>(all: readonly T[], patterns: readonly string[], kind = 'table'): readonly T[] {
  for (const pattern of patterns) {
    if (pattern.includes('*') || all.some((one) => matches(pattern, one))) continue
    const near = nearest(
      pattern,
      all.map(({schema, name}) => (pattern.includes('.') ? `${schema}.${name}` : name)),
    )
    throw new Failure(`no_${kind}`, `there is no ${kind} ${pattern}`, near ? {hint: `did you mean ${near}?`} : {})
  }
  return all.filter((one) => patterns.some((pattern) => matches(pattern, one)))
}
