import {addColumnRewrites} from '../command-effect.ts'
import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const addColumnWithSequence: LintRule = {
  name: 'add-column-with-sequence',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD COLUMN of type serial, or GENERATED … AS IDENTITY',
  why: 'Every row gets its number at once: the table is written anew under ACCESS EXCLUSIVE.',
  cure: 'a nullable column, a sequence as its default, and a backfill in batches; then make it an identity',
  unsafe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS position bigserial;',
  safe: `ALTER TABLE orders ADD COLUMN IF NOT EXISTS position bigint;
CREATE SEQUENCE IF NOT EXISTS orders_position_seq OWNED BY orders.position;
ALTER TABLE orders ALTER COLUMN position SET DEFAULT nextval('orders_position_seq');`,
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    onColumn(function* ({def, range, table, creates}, {model}) {
      if (creates || !isUsed(table) || addColumnRewrites(def, model)?.why !== 'sequence') return
      const column = def.colname ?? ''
      const sequence = `${range.relname ?? ''}_${column}_seq`
      yield {
        message: `numbering ${ident(column)} writes all of ${rangeText(range)} anew`,
        at: def.location,
        table,
        sql: `ALTER TABLE ${rangeText(range)} ADD COLUMN IF NOT EXISTS ${ident(column)} bigint;
CREATE SEQUENCE IF NOT EXISTS ${ident(sequence)} OWNED BY ${rangeText(range)}.${ident(column)};
ALTER TABLE ${rangeText(range)} ALTER COLUMN ${ident(column)} SET DEFAULT nextval('${sequence}');
-- then, in batches of some thousand rows:
UPDATE ${rangeText(range)} SET ${ident(column)} = DEFAULT WHERE ${ident(column)} IS NULL AND …;`,
      }
    }),
  ],
}
