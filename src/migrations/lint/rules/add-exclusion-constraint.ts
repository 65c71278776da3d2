import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'

export const addExclusionConstraint: LintRule = {
  name: 'add-exclusion-constraint',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD … EXCLUDE on a table that is in use',
  why: 'Its index is built under ACCESS EXCLUSIVE, and PostgreSQL has no way to build it beforehand.',
  cure: 'add it when the table is made; else plan a pause, or move to a new table that has it',
  unsafe: 'ALTER TABLE orders ADD CONSTRAINT orders_number_excl EXCLUDE USING btree (number WITH =);',
  safe: `CREATE TABLE IF NOT EXISTS bookings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  during tstzrange NOT NULL,
  CONSTRAINT bookings_during EXCLUDE USING gist (during WITH &&)
);`,
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onConstraint(function* ({constraint, range, table, creates}) {
      if (constraint.contype !== 'CONSTR_EXCLUSION' || creates || !isUsed(table)) return
      yield {
        message: `building this constraint's index blocks reads and writes of ${rangeText(range)}`,
        at: constraint.location,
        table,
      }
    }),
  ],
}
