import {type LintStatement, usedEffects} from '../context.ts'
import {blocksReads} from '../lock-mode.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

const SLOW = [
  'UpdateStmt',
  'DeleteStmt',
  'InsertStmt',
  'SelectStmt',
  'CopyStmt',
  'RefreshMatViewStmt',
  'CreateTableAsStmt',
  'CallStmt',
  'DoStmt',
]

/** Of another table; of the locked one itself its own rule tells. */
const isSlow = (statement: LintStatement): boolean =>
  SLOW.includes(statement.kind) ||
  usedEffects(statement).some(({scans, rewrites, mode}) => (scans || rewrites) && !blocksReads(mode))

export const statementsAfterAccessExclusiveLock: LintRule = {
  name: 'statements-after-access-exclusive-lock',
  group: 'transactions',
  severity: 'warning',
  what: 'slow work in a transaction that holds an ACCESS EXCLUSIVE lock already',
  why: 'The lock is held to the end of the transaction: reads of the table wait for all that follows.',
  cure: 'put BEGIN … COMMIT around the statement with the lock, or give what follows a file of its own',
  unsafe: `ALTER TABLE orders ADD COLUMN IF NOT EXISTS channel text;
UPDATE orders SET channel = 'web' WHERE id < 1000;`,
  safe: `BEGIN;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS channel text;
COMMIT;
UPDATE orders SET channel = 'web' WHERE id < 1000;`,
  checks: [
    onFile(function* ({statements}) {
      let segment = -1
      const told = new Set<number>()
      let holder: LintStatement | undefined
      for (const statement of statements) {
        if (statement.segment !== segment || statement.transaction === null) {
          segment = statement.segment
          holder = undefined
        }
        if (holder && isSlow(statement)) {
          const held = usedEffects(holder).find(({mode}) => blocksReads(mode))
          yield {
            statement,
            message: `${held ? rangeText(held.range) : 'a table'} is locked against reads since line ${holder.script.line}, until this is done`,
            table: held?.table,
          }
          holder = undefined
          told.add(segment)
        } else if (
          !holder &&
          !told.has(segment) &&
          statement.transaction !== null &&
          usedEffects(statement).some(({mode}) => blocksReads(mode))
        )
          holder = statement
      }
    }),
  ],
}
