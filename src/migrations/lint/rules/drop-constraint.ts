import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'
import {all, bodyOf} from '../tree.ts'

export const dropConstraint: LintRule = {
  name: 'drop-constraint',
  group: 'data',
  severity: 'warning',
  what: 'DROP CONSTRAINT that is not added again at once',
  why: 'What it kept out comes in, and getting it back takes a scan. Of a foreign key both tables are locked.',
  cure: 'say why in an ignore; to change one, add the new one NOT VALID under another name, VALIDATE it, then drop this',
  unsafe: 'ALTER TABLE customers DROP CONSTRAINT IF EXISTS customers_email;',
  safe: "ALTER TABLE customers DROP CONSTRAINT IF EXISTS customers_email, ADD CONSTRAINT customers_email CHECK (email <> '') NOT VALID;",
  claim: {table: 'customers', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onCommand(
      'AT_DropConstraint',
      function* ({command: {name = '', missing_ok}, range, table, statement}, {statements, model}) {
        if (!isUsed(table)) return
        const constraint = table?.constraints.find((one) => one.name === name)
        // A CHECK that only proved NOT NULL has done its work; IF EXISTS of what is not there is for reruns.
        if (table?.known && !constraint && missing_ok) return
        if (
          constraint?.kind === 'check' &&
          constraint.provesNotNull.length > 0 &&
          constraint.provesNotNull.every((column) => table?.columns.get(column)?.notNull)
        )
          return
        if (constraint?.kind === 'check' && constraint.name.endsWith('_bounds')) return
        const again = statements.slice(statement.index).some(({node, segment}) => {
          if (segment !== statement.segment || !node || !('AlterTableStmt' in node)) return false
          const {relation, cmds} = node.AlterTableStmt
          return (
            relation !== undefined &&
            model.key(relation) === model.key(range) &&
            all(cmds, 'AlterTableCmd').some(({def}) => bodyOf(def, 'Constraint')?.conname === name)
          )
        })
        if (again) return
        const kind = constraint ? `the ${constraint.kind} constraint` : 'the constraint'
        yield {message: `${kind} ${ident(name)} of ${rangeText(range)} keeps nothing out any more`, table}
      },
    ),
  ],
}
