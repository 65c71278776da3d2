import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {strings} from '../tree.ts'

export const rename: LintRule = {
  name: 'rename',
  group: 'data',
  severity: 'error',
  what: 'RENAME of a table, column, schema or enum value in use',
  why: 'The old release and the new one run side by side for a while, and one of them fails.',
  cure: 'for a table, a view of the old name in the same transaction; for a column, add the new one and copy by trigger',
  unsafe: 'ALTER TABLE orders RENAME COLUMN state TO status;',
  safe: 'ALTER INDEX orders_state RENAME TO orders_status;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onStatement('RenameStmt', function* ({renameType, relation, subname = '', newname = ''}, _, {model}) {
      if (renameType === 'OBJECT_SCHEMA') {
        if (!model.newSchemas.has(subname)) yield {message: `whatever names the schema ${ident(subname)} fails`}
        return
      }
      const table = model.find(relation)
      if (!relation || !isUsed(table)) return
      const name = rangeText(relation)
      if (renameType === 'OBJECT_TABLE')
        yield {
          message: `whatever names the table ${name} fails`,
          at: relation.location,
          table,
          sql: `BEGIN;\nALTER TABLE ${name} RENAME TO ${ident(newname)};\nCREATE VIEW ${name} WITH (security_invoker = on) AS SELECT * FROM ${relation.schemaname ? `${ident(relation.schemaname)}.` : ''}${ident(newname)};\nCOMMIT;`,
        }
      if (renameType === 'OBJECT_COLUMN')
        yield {
          message: `whatever names the column ${name}.${ident(subname)} fails`,
          at: relation.location,
          table,
          sql: `ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS ${ident(newname)} …;\n-- a trigger that copies ${ident(subname)} into ${ident(newname)} and back, a backfill in batches, and, in a later release,\nALTER TABLE ${name} DROP COLUMN ${ident(subname)};`,
        }
    }),
    onStatement('AlterEnumStmt', function* ({typeName, oldVal, newVal}, _, {model}) {
      const type = strings(typeName).join('.')
      if (oldVal !== undefined && !model.newTypes.has(type))
        yield {message: `whatever says '${oldVal}' of ${type} fails; it is '${newVal}' now`}
    }),
  ],
}
