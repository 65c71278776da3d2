import {isUsed} from '../context.ts'
import {type LintRule, onFile} from '../rule.ts'
import {all, bodyOf} from '../tree.ts'

export const severalForeignKeys: LintRule = {
  name: 'several-foreign-keys',
  group: 'transactions',
  severity: 'warning',
  what: 'more than one foreign key added to tables in use in one transaction, or dropped with its table',
  why: 'Each locks two tables against writes until the end of the transaction: that is where deadlocks come from.',
  cure: 'one foreign key to a transaction; before DROP TABLE, drop its foreign keys one by one',
  unsafe: `ALTER TABLE orders ADD CONSTRAINT o1 FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
ALTER TABLE archive ADD CONSTRAINT a1 FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;`,
  safe: `BEGIN;
ALTER TABLE orders ADD CONSTRAINT o1 FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
COMMIT;
ALTER TABLE archive ADD CONSTRAINT a1 FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;`,
  checks: [
    onFile(function* ({statements}) {
      const counts = new Map<number, number>()
      for (const statement of statements) {
        const {node, segment} = statement
        if (!node) continue
        if ('AlterTableStmt' in node && isUsed(statement.effects[0]?.table)) {
          for (const command of all(node.AlterTableStmt.cmds, 'AlterTableCmd')) {
            if (bodyOf(command.def, 'Constraint')?.contype !== 'CONSTR_FOREIGN') continue
            counts.set(segment, (counts.get(segment) ?? 0) + 1)
            if (counts.get(segment) === 2)
              yield {
                statement,
                message: 'a second foreign key in the same transaction: four tables may be locked together',
              }
          }
        } else if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE') {
          const tables = statement.effects.length
          if (tables > 2 && isUsed(statement.effects[0]?.table))
            yield {
              statement,
              message: `dropping this table locks ${tables} tables: its foreign keys go with it`,
              table: statement.effects[0]?.table,
            }
        }
      }
    }),
  ],
}
