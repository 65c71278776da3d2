import {usedEffects} from '../context.ts'
import {blocksWrites} from '../lock-mode.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const backfillWithSchemaChange: LintRule = {
  name: 'backfill-with-schema-change',
  group: 'transactions',
  severity: 'warning',
  scales: true,
  what: 'rows and schema of one table changed in one transaction',
  why: 'The lock of the schema change is held while the rows are changed, and the rows’ locks while the schema is.',
  cure: 'the schema change in one file, the backfill in batches in the next',
  unsafe: `ALTER TABLE orders ADD COLUMN IF NOT EXISTS channel text;
UPDATE orders SET channel = 'web' WHERE channel IS NULL;`,
  safe: `BEGIN;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS channel text;
COMMIT;
UPDATE orders SET channel = 'web' WHERE channel IS NULL;`,
  checks: [
    onFile(function* ({statements, model}) {
      const locked = new Map<string, number>()
      for (const statement of statements) {
        if (statement.transaction === null) continue
        for (const {range, mode, table} of usedEffects(statement)) {
          const key = `${statement.segment} ${model.key(range)}`
          const line = locked.get(key)
          if (blocksWrites(mode)) locked.set(key, line ?? statement.script.line)
          else if (line !== undefined && (statement.kind === 'UpdateStmt' || statement.kind === 'DeleteStmt'))
            yield {
              statement,
              message: `${rangeText(range)} is locked since line ${line}, and stays so while its rows are changed`,
              at: range.location,
              table,
            }
        }
      }
    }),
  ],
}
