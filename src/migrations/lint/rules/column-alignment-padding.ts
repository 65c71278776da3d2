import {madeTables} from '../made-tables.ts'
import {rangeText} from '../name.ts'
import {wasted} from '../padding.ts'
import {type LintRule, onFile} from '../rule.ts'

export const columnAlignmentPadding: LintRule = {
  name: 'column-alignment-padding',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'columns in an order that wastes eight bytes a row or more',
  why: 'A value begins at a multiple of its alignment: short columns between long ones leave holes.',
  cure: 'the widest fixed columns first, then shorter ones, then text and numeric',
  unsafe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, a boolean, b bigint, c boolean, d bigint);`,
  safe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, b bigint, d bigint, a boolean, c boolean);`,
  checks: [
    onFile(function* (context) {
      for (const {statement, range, table} of madeTables(context))
        if (wasted(table) >= 8)
          yield {
            statement,
            message: `${rangeText(range)} wastes ${wasted(table)} bytes a row between its columns`,
            at: range.location,
            table,
          }
    }),
  ],
}
