import {isUsed} from '../context.ts'
import {insertAfter} from '../edit.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'

export const refreshMaterializedViewNotConcurrently: LintRule = {
  name: 'refresh-materialized-view-not-concurrently',
  group: 'locks',
  severity: 'warning',
  scales: true,
  what: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY, or with it but without a unique index',
  why: 'Every query of the view waits until it is filled anew. CONCURRENTLY compares rows, by a unique index without WHERE.',
  cure: 'make a unique index on it, and REFRESH MATERIALIZED VIEW CONCURRENTLY',
  unsafe: 'REFRESH MATERIALIZED VIEW order_totals;',
  safe: 'REFRESH MATERIALIZED VIEW CONCURRENTLY order_totals;',
  claim: {table: 'order_totals', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    onStatement('RefreshMatViewStmt', function* ({relation, concurrent, skipData}, statement, {model}) {
      const table = model.find(relation)
      if (!relation || !isUsed(table) || skipData) return
      const unique = table?.indexes.find(
        (index) => index.unique && index.valid && !index.partial && !index.columns.includes(null),
      )
      if (concurrent && (unique || !table)) return
      yield {
        message: concurrent
          ? `${rangeText(relation)} has no unique index, without which CONCURRENTLY fails`
          : `refreshing ${rangeText(relation)} blocks every query of it`,
        at: relation.location,
        table,
        ...(concurrent ? {severity: 'error' as const} : {}),
        sql: `${unique ? '' : `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ${ident(`${relation.relname}_key`)} ON ${rangeText(relation)} (…);\n`}REFRESH MATERIALIZED VIEW CONCURRENTLY ${rangeText(relation)};`,
        fix: !concurrent && unique ? insertAfter(statement, ['VIEW'], 'CONCURRENTLY') : null,
      }
    }),
  ],
}
