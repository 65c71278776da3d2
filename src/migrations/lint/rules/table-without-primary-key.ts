import {madeTables} from '../made-tables.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const tableWithoutPrimaryKey: LintRule = {
  name: 'table-without-primary-key',
  group: 'design',
  severity: 'warning',
  what: 'a new table without a primary key',
  why: 'A row cannot be told from its duplicate; logical replication cannot update or delete it.',
  cure: 'a primary key',
  unsafe: `CREATE TABLE IF NOT EXISTS notes (id bigint);`,
  safe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);`,
  checks: [
    onFile(function* (context) {
      for (const {statement, range, table} of madeTables(context))
        if (table.known && table.parent === null && !table.constraints.some(({kind}) => kind === 'primary key'))
          yield {statement, message: `${rangeText(range)} has no primary key`, at: range.location, table}
    }),
  ],
}
