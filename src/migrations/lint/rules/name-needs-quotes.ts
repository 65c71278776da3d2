import {madeTables} from '../made-tables.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const nameNeedsQuotes: LintRule = {
  name: 'name-needs-quotes',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'a new table or column whose name needs quotes',
  why: 'Every query has to quote it, with exactly these letters.',
  cure: 'lower case, digits and underscores; no keyword',
  unsafe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, "createdAt" timestamptz);`,
  safe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, created_at timestamptz);`,
  checks: [
    onFile(function* (context) {
      for (const {statement, range, table} of madeTables(context))
        if (quoted(range.relname ?? '', table.columns.keys()).length > 0)
          yield {
            statement,
            message: `${rangeText(range)} has names that need quotes: ${quoted(range.relname ?? '', table.columns.keys()).join(', ')}`,
            at: range.location,
            table,
          }
    }),
  ],
}

const quoted = (table: string, columns: Iterable<string>): string[] =>
  [table, ...columns].map(ident).filter((name) => name.startsWith('"'))
