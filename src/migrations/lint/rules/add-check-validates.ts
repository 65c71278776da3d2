import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'
import {validateLater} from '../safe-form.ts'

export const addCheckValidates: LintRule = {
  name: 'add-check-validates',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD CHECK that checks all rows at once, also one written at an added column',
  why: 'Under an ACCESS EXCLUSIVE lock every row is read: reads and writes wait.',
  cure: 'add it NOT VALID, which holds for new rows at once, end the transaction, then VALIDATE it',
  unsafe: 'ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);',
  safe: `BEGIN;
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
COMMIT;
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;`,
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onConstraint(function* (added) {
      const {constraint, range, table, creates} = added
      if (constraint.contype !== 'CONSTR_CHECK' || constraint.skip_validation || creates || !isUsed(table)) return
      if (constraint.is_enforced === false) return
      yield {
        message: `checking this constraint blocks reads and writes of ${rangeText(range)}`,
        at: constraint.location,
        table,
        ...validateLater(added),
      }
    }),
  ],
}
