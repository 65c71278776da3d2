import {isUsed} from '../context.ts'
import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

export const alterColumnTypeWithSetNotNull: LintRule = {
  name: 'alter-column-type-with-set-not-null',
  group: 'locks',
  severity: 'warning',
  scales: true,
  what: 'a change of type and SET NOT NULL of one column in one ALTER TABLE',
  why: 'The scan for nulls and the change happen under one ACCESS EXCLUSIVE lock, and neither can be done ahead.',
  cure: 'change the type first; make it NOT NULL by way of a validated CHECK in statements of their own',
  unsafe: 'ALTER TABLE orders ALTER COLUMN number TYPE text, ALTER COLUMN number SET NOT NULL;',
  safe: 'ALTER TABLE orders ALTER COLUMN number TYPE text;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onStatement('AlterTableStmt', function* ({relation, cmds}, _, {model}) {
      const table = model.find(relation)
      if (!isUsed(table)) return
      const commands = all(cmds, 'AlterTableCmd')
      const typed = new Set(commands.flatMap(({subtype, name}) => (subtype === 'AT_AlterColumnType' ? [name] : [])))
      for (const {subtype, name = ''} of commands)
        if (subtype === 'AT_SetNotNull' && typed.has(name))
          yield {message: `${ident(name)} changes its type and becomes NOT NULL under one lock`, table}
    }),
  ],
}
