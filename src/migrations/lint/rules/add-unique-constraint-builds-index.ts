import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'
import {usingIndex} from '../safe-form.ts'

export const addUniqueConstraintBuildsIndex: LintRule = {
  name: 'add-unique-constraint-builds-index',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD UNIQUE, which builds its index under the strongest lock',
  why: 'The index is built under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
  cure: 'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX',
  unsafe: 'ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE (number);',
  safe: `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_number_key ON orders (number);
ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE USING INDEX orders_number_key;`,
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onConstraint(function* (added) {
      const {constraint, range, table, creates} = added
      if (constraint.contype !== 'CONSTR_UNIQUE' || constraint.indexname || creates || !isUsed(table)) return
      yield {
        message: `building this constraint's index blocks reads and writes of ${rangeText(range)}`,
        at: constraint.location,
        table,
        ...usingIndex(added),
      }
    }),
  ],
}
