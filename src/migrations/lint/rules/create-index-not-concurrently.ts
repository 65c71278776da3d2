import {isUsed} from '../context.ts'
import {insertAfter} from '../edit.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'

export const createIndexNotConcurrently: LintRule = {
  name: 'create-index-not-concurrently',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'CREATE INDEX without CONCURRENTLY on a table that is in use',
  why: 'It holds a SHARE lock while the whole table is read and sorted: every write waits until the index is built.',
  cure: 'build it CONCURRENTLY; pgplumb runs that outside a transaction, and makes an interrupted one again',
  unsafe: 'CREATE INDEX IF NOT EXISTS orders_number ON orders (number);',
  safe: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_number ON orders (number);',
  claim: {table: 'orders', lock: 'SHARE', scans: true},
  checks: [
    onStatement('IndexStmt', function* (index, statement, {model}) {
      const {relation, concurrent, idxname = ''} = index
      const table = model.find(relation)
      // A partitioned table's index cannot be built so, only those of its partitions.
      if (!relation || concurrent || !isUsed(table) || table?.kind === 'partitioned table') return
      const fix = statement.transaction === 'runner' ? insertAfter(statement, ['INDEX'], 'CONCURRENTLY') : null
      yield {
        message: `building the index ${ident(idxname)} blocks all writes to ${rangeText(relation)}`,
        at: relation.location,
        table,
        sql: statement.script.text.replace(/\bindex\b/i, 'INDEX CONCURRENTLY'),
        fix,
      }
    }),
  ],
}
