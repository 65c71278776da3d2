import {usedEffects} from '../context.ts'
import {blocksWrites, whoWaits} from '../lock-mode.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onEvery} from '../rule.ts'

// Others tell of these, and what to do.
const TOLD = new Set([
  'DropStmt',
  'RenameStmt',
  'TruncateStmt',
  'IndexStmt',
  'ReindexStmt',
  'VacuumStmt',
  'ClusterStmt',
  'RefreshMatViewStmt',
  'CreateTrigStmt',
])

export const strongLock: LintRule = {
  name: 'strong-lock',
  group: 'locks',
  severity: 'info',
  optional: true,
  what: 'any lock on a table in use that holds up reads or writes, however short',
  why: 'It waits for every running query of the table, and everybody else waits behind it.',
  cure: 'nothing to do where it is short; keep it apart from what takes long',
  unsafe: 'ALTER TABLE orders ALTER COLUMN number SET DEFAULT 1;',
  safe: 'ALTER TABLE orders ALTER COLUMN number SET STATISTICS 500;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onEvery(function* (statement) {
      if (TOLD.has(statement.kind)) return
      for (const {mode, range, table} of usedEffects(statement))
        if (blocksWrites(mode))
          yield {message: `${mode} on ${rangeText(range)}: ${whoWaits(mode)} wait`, at: range.location, table}
    }),
  ],
}
