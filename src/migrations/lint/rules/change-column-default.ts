import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'

export const changeColumnDefault: LintRule = {
  name: 'change-column-default',
  group: 'data',
  severity: 'info',
  what: 'SET DEFAULT or DROP DEFAULT of a column in use that had one',
  why: 'Programs that leave the column out of their INSERT get another value, or a null, from this moment on.',
  cure: 'release what names the column in its INSERTs first',
  unsafe: "ALTER TABLE customers ALTER COLUMN note SET DEFAULT 'none';",
  safe: "ALTER TABLE customers ALTER COLUMN name SET DEFAULT 'none';",
  claim: {table: 'customers', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onCommand('AT_ColumnDefault', function* ({command: {name = '', def}, range, table}) {
      if (!table?.columns.get(name)?.hasDefault || !isUsed(table)) return
      yield {
        message: `INSERTs that leave out ${rangeText(range)}.${ident(name)} get ${def ? 'another value' : 'a null'} now`,
        table,
      }
    }),
  ],
}
