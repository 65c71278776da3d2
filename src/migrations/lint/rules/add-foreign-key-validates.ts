import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'
import {validateLater} from '../safe-form.ts'

export const addForeignKeyValidates: LintRule = {
  name: 'add-foreign-key-validates',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD FOREIGN KEY that checks all rows at once',
  why: 'Both tables are locked against writes (SHARE ROW EXCLUSIVE) while every row is looked up in the other one.',
  cure: 'add it NOT VALID, which holds for new rows at once, end the transaction, then VALIDATE it',
  unsafe: 'ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id);',
  safe: `BEGIN;
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
COMMIT;
ALTER TABLE orders VALIDATE CONSTRAINT orders_customer;`,
  claim: {table: 'orders', lock: 'SHARE ROW EXCLUSIVE', scans: true},
  checks: [
    onConstraint(function* (added) {
      const {constraint, range, table, creates, column} = added
      if (constraint.contype !== 'CONSTR_FOREIGN' || constraint.skip_validation || creates || !isUsed(table)) return
      // Of a column that is added without a default every value is null, and nothing is looked up.
      const isEmpty =
        column !== null &&
        !column.constraints?.some((one) => 'Constraint' in one && one.Constraint.contype === 'CONSTR_DEFAULT')
      const parent = constraint.pktable ? rangeText(constraint.pktable) : 'the other table'
      yield {
        message: isEmpty
          ? `adding this foreign key locks ${parent} against writes, too`
          : `checking this foreign key blocks writes to ${rangeText(range)} and ${parent}`,
        at: constraint.location,
        table,
        ...(isEmpty
          ? {severity: 'info' as const, cure: 'short, but keep it apart from what takes long'}
          : validateLater(added)),
      }
    }),
  ],
}
