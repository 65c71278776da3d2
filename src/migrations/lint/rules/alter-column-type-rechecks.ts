import {typeChange} from '../command-effect.ts'
import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'
import {bodyOf} from '../tree.ts'

export const alterColumnTypeRechecks: LintRule = {
  name: 'alter-column-type-rechecks',
  group: 'locks',
  severity: 'warning',
  scales: true,
  what: 'ALTER COLUMN TYPE that would be free, but for a CHECK on the column',
  why: 'The CHECK is made again and every row is read for it, under ACCESS EXCLUSIVE.',
  cure: 'drop the CHECK with the change of type, add it NOT VALID, and VALIDATE it in a transaction of its own',
  unsafe: 'ALTER TABLE customers ALTER COLUMN email TYPE varchar(200);',
  safe: `BEGIN;
ALTER TABLE customers DROP CONSTRAINT customers_email;
ALTER TABLE customers ALTER COLUMN email TYPE varchar(200);
ALTER TABLE customers ADD CONSTRAINT customers_email CHECK (email <> '') NOT VALID;
COMMIT;
ALTER TABLE customers VALIDATE CONSTRAINT customers_email;`,
  claim: {table: 'customers', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onCommand('AT_AlterColumnType', function* ({command: {name = '', def}, range, table}) {
      const column = bodyOf(def, 'ColumnDef')
      if (!table || !isUsed(table) || typeChange(table, name, column) === 'rewrite') return
      const checks = table.constraints.filter(({kind, columns}) => kind === 'check' && columns.includes(name))
      const [first] = checks
      if (!first) return
      const names = checks.map((check) => ident(check.name)).join(', ')
      yield {
        message: `the type of ${ident(name)} changes for nothing, but checking ${names} again reads all of ${rangeText(range)}`,
        at: column?.location,
        table,
        sql: `BEGIN;\nALTER TABLE ${rangeText(range)} DROP CONSTRAINT ${ident(first.name)};\n-- the change of type, and then:\nALTER TABLE ${rangeText(range)} ADD CONSTRAINT ${ident(first.name)} CHECK (…) NOT VALID;\nCOMMIT;\nALTER TABLE ${rangeText(range)} VALIDATE CONSTRAINT ${ident(first.name)};`,
      }
    }),
  ],
}
