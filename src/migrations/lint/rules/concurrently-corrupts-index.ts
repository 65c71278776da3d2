import {type LintRule, onEvery} from '../rule.ts'
import {hasOption} from '../tree.ts'

export const concurrentlyCorruptsIndex: LintRule = {
  name: 'concurrently-corrupts-index',
  group: 'locks',
  severity: 'error',
  what: 'CREATE INDEX or REINDEX CONCURRENTLY on PostgreSQL 14.0 to 14.3',
  why: 'These versions may leave rows out of an index built CONCURRENTLY (fixed in 14.4).',
  cure: 'upgrade to the latest 14.x first; check older indexes with amcheck',
  unsafe: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_number ON orders (number);',
  safe: 'ALTER TABLE orders ALTER COLUMN number SET STATISTICS 500;',
  checks: [
    onEvery(function* ({node}, {surroundings: {serverVersion}}) {
      if (node === null || serverVersion === null || serverVersion < 140_000 || serverVersion >= 140_004) return
      if (
        ('IndexStmt' in node && node.IndexStmt.concurrent) ||
        ('ReindexStmt' in node && hasOption(node.ReindexStmt.params, 'concurrently'))
      )
        yield {message: `PostgreSQL 14.${serverVersion % 10_000} may build this index wrongly`}
    }),
  ],
}
