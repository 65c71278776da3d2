import {isProvedNotNull} from '../command-effect.ts'
import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'
import {notNullLater} from '../safe-form.ts'

export const setNotNullScans: LintRule = {
  name: 'set-not-null-scans',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'SET NOT NULL on a column that nothing proves to be without nulls',
  why: 'Under an ACCESS EXCLUSIVE lock every row is read; and it fails where there is a null.',
  cure: 'a CHECK (… IS NOT NULL) NOT VALID, then VALIDATE, proves it; SET NOT NULL then reads nothing',
  unsafe: 'ALTER TABLE orders ALTER COLUMN number SET NOT NULL;',
  safe: `BEGIN;
ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_number_not_null,
  ADD CONSTRAINT orders_number_not_null CHECK (number IS NOT NULL) NOT VALID;
COMMIT;
ALTER TABLE orders VALIDATE CONSTRAINT orders_number_not_null;
ALTER TABLE orders ALTER COLUMN number SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_number_not_null;`,
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onCommand('AT_SetNotNull', function* ({command: {name = ''}, range, table, statement}) {
      if (!isUsed(table) || isProvedNotNull(table, name)) return
      yield {
        message: `proving that ${ident(name)} has no nulls blocks reads and writes of ${rangeText(range)}`,
        table,
        ...notNullLater(range, name, statement),
      }
    }),
    onCommand('AT_AddConstraint', function* ({command, range, table, statement}) {
      const constraint = command.def && 'Constraint' in command.def ? command.def.Constraint : undefined
      if (constraint?.contype !== 'CONSTR_NOTNULL' || constraint.skip_validation || !isUsed(table)) return
      const [key] = constraint.keys ?? []
      const name = key && 'String' in key ? (key.String.sval ?? '') : ''
      if (isProvedNotNull(table, name)) return
      yield {
        message: `proving that ${ident(name)} has no nulls blocks reads and writes of ${rangeText(range)}`,
        at: constraint.location,
        table,
        ...notNullLater(range, name, statement),
      }
    }),
  ],
}
