import {madeTables} from '../made-tables.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const unqualifiedName: LintRule = {
  name: 'unqualified-name',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'a new table whose schema is not said',
  why: 'It comes to lie in whatever search_path begins with when the file runs.',
  cure: 'write the schema, or SET search_path in the file',
  unsafe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);`,
  safe: `CREATE TABLE IF NOT EXISTS public.notes (id bigint PRIMARY KEY);`,
  checks: [
    onFile(function* (context) {
      for (const {statement, range, table} of madeTables(context))
        if (range.schemaname === undefined && !context.forTenants)
          yield {
            statement,
            message: `${rangeText(range)} lies in the first schema of search_path`,
            at: range.location,
            table,
          }
    }),
  ],
}
