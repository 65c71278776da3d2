import {addColumnRewrites} from '../command-effect.ts'
import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const addColumnGeneratedStored: LintRule = {
  name: 'add-column-generated-stored',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD COLUMN … GENERATED ALWAYS AS … STORED',
  why: 'The value of every row is computed and the table written anew under ACCESS EXCLUSIVE.',
  cure: 'a plain column that a trigger fills, and a backfill in batches; or a VIRTUAL column (PostgreSQL 18)',
  unsafe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS gross numeric GENERATED ALWAYS AS (total * 1.2) STORED;',
  safe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS gross numeric;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    onColumn(function* ({def, range, table, creates}, {model}) {
      if (creates || !isUsed(table) || addColumnRewrites(def, model)?.why !== 'stored') return
      yield {
        message: `computing ${ident(def.colname ?? '')} writes all of ${rangeText(range)} anew`,
        at: def.location,
        table,
      }
    }),
  ],
}
