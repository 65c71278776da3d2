import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'

export const dropNotNull: LintRule = {
  name: 'drop-not-null',
  group: 'data',
  severity: 'warning',
  what: 'DROP NOT NULL',
  why: 'Programs that read the column do not expect a null; and getting it back takes a scan.',
  cure: 'release what can read a null first',
  unsafe: 'ALTER TABLE customers ALTER COLUMN tenant_id DROP NOT NULL;',
  safe: 'ALTER TABLE customers ALTER COLUMN note DROP NOT NULL;',
  claim: {table: 'customers', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onCommand('AT_DropNotNull', function* ({command: {name = ''}, range, table}) {
      // It was nullable anyway.
      if (!isUsed(table) || table?.columns.get(name)?.notNull === false) return
      yield {message: `${rangeText(range)}.${ident(name)} may be null from now on`, table}
    }),
  ],
}
