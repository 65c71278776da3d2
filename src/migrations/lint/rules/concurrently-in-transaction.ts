import {runsAlone} from '../../transactions.ts'
import {type LintRule, onEvery} from '../rule.ts'

export const concurrentlyInTransaction: LintRule = {
  name: 'concurrently-in-transaction',
  group: 'transactions',
  severity: 'error',
  what: "CONCURRENTLY, VACUUM or the like within the file's own BEGIN … COMMIT",
  why: 'PostgreSQL refuses these in a transaction block, so that the migration fails.',
  cure: 'move it out of BEGIN … COMMIT; pgplumb runs it outside a transaction by itself',
  unsafe: 'BEGIN;\nCREATE INDEX CONCURRENTLY IF NOT EXISTS orders_number ON orders (number);\nCOMMIT;',
  safe: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_number ON orders (number);',
  checks: [
    onEvery(function* ({node, transaction}) {
      if (transaction === 'own' && runsAlone(node)) yield {message: 'this cannot run in a transaction block'}
    }),
  ],
}
