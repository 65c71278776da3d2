import {isUsed} from '../context.ts'
import {blocksWrites, LOCK_MODES, whoWaits} from '../lock-mode.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

export const lockTable: LintRule = {
  name: 'lock-table',
  group: 'locks',
  severity: 'warning',
  what: 'LOCK TABLE in a mode that holds up writes',
  why: 'The lock is held to the end of the transaction, whatever follows.',
  cure: 'leave locking to the statements, or take SHARE UPDATE EXCLUSIVE, which keeps out other schema changes only',
  unsafe: 'LOCK TABLE orders;',
  safe: 'LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onStatement('LockStmt', function* ({relations, mode = 0}, _, {model}) {
      const name = LOCK_MODES[mode - 1] ?? 'ACCESS EXCLUSIVE'
      if (!blocksWrites(name)) return
      for (const range of all(relations, 'RangeVar')) {
        const table = model.find(range)
        if (isUsed(table))
          yield {
            message: `${whoWaits(name)} of ${rangeText(range)} wait until the transaction ends`,
            at: range.location,
            table,
          }
      }
    }),
  ],
}
