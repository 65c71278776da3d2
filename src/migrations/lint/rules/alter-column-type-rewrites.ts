import {typeChange} from '../command-effect.ts'
import {isUsed} from '../context.ts'
import {typeOf, typeText} from '../model/type.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'
import {bodyOf} from '../tree.ts'

export const alterColumnTypeRewrites: LintRule = {
  name: 'alter-column-type-rewrites',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ALTER COLUMN TYPE to a type that is stored differently',
  why: 'Table and indexes are written anew under ACCESS EXCLUSIVE. A longer varchar, text, or a wider numeric are not.',
  cure: 'add a column of the new type, keep both in step by a trigger, fill it in batches, then swap the names',
  unsafe: 'ALTER TABLE orders ALTER COLUMN customer_id TYPE numeric;',
  safe: 'ALTER TABLE orders ALTER COLUMN number TYPE varchar(40);',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    onCommand('AT_AlterColumnType', function* ({command: {name = '', def}, range, table}) {
      const column = bodyOf(def, 'ColumnDef')
      if (!isUsed(table) || typeChange(table, name, column) === 'nothing') return
      const known = table?.columns.get(name)
      const [now, next] = [ident(name), ident(`${name}_new`)]
      const to = typeText(typeOf(column?.typeName))
      yield {
        message: `changing ${now}${known ? ` from ${typeText(known.type)}` : ''} to ${to} ${known ? 'writes' : 'may write'} all of ${rangeText(range)} anew`,
        at: column?.location,
        table,
        sql: `ALTER TABLE ${rangeText(range)} ADD COLUMN IF NOT EXISTS ${next} ${to};
-- a trigger that copies ${now} into ${next} on INSERT and UPDATE; then, in batches of some thousand rows:
UPDATE ${rangeText(range)} SET ${next} = ${now} WHERE ${next} IS DISTINCT FROM ${now} AND …;
-- and in a later migration:
ALTER TABLE ${rangeText(range)} RENAME COLUMN ${now} TO ${ident(`${name}_old`)};
ALTER TABLE ${rangeText(range)} RENAME COLUMN ${next} TO ${now};`,
      }
    }),
  ],
}
