import {madeTables} from '../made-tables.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const tableWithoutComment: LintRule = {
  name: 'table-without-comment',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'a new table without a COMMENT',
  why: 'Who finds it in the database does not know what it is for.',
  cure: 'COMMENT ON TABLE … IS …',
  unsafe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);`,
  safe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);
COMMENT ON TABLE notes IS 'What customers told us';`,
  checks: [
    onFile(function* (context) {
      for (const {statement, range, table} of madeTables(context))
        if (table.parent === null && !table.commented)
          yield {statement, message: `${rangeText(range)} has no comment`, at: range.location, table}
    }),
  ],
}
