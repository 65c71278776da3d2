import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'

export const updateAllRows: LintRule = {
  name: 'update-all-rows',
  group: 'data',
  severity: 'error',
  scales: true,
  what: 'UPDATE or DELETE of every row in one statement',
  why: 'Every row is locked until the end and written twice; a forgotten WHERE looks just the same.',
  cure: 'in batches of some thousand rows, each a transaction; or pgplumb maintain expire for old rows',
  unsafe: "UPDATE orders SET state = 'new';",
  safe: "UPDATE orders SET state = 'new' WHERE id BETWEEN 1 AND 5000 AND state IS NULL;",
  claim: {table: 'orders', lock: 'ROW EXCLUSIVE'},
  checks: [
    onStatement('UpdateStmt', function* ({relation, whereClause, fromClause}, _, {model}) {
      const table = model.find(relation)
      if (!relation || whereClause || fromClause?.length || !isUsed(table)) return
      yield {
        message: `every row of ${rangeText(relation)} is locked and written anew`,
        at: relation.location,
        table,
        sql: `UPDATE ${rangeText(relation)} SET … WHERE id BETWEEN … AND …; -- again and again, each in a transaction of its own`,
      }
    }),
    onStatement('DeleteStmt', function* ({relation, whereClause, usingClause}, _, {model}) {
      const table = model.find(relation)
      if (!relation || whereClause || usingClause?.length || !isUsed(table)) return
      yield {
        message: `every row of ${rangeText(relation)} is deleted, one by one`,
        at: relation.location,
        table,
        sql: `DELETE FROM ${rangeText(relation)} WHERE id BETWEEN … AND …; -- again and again, each in a transaction of its own`,
      }
    }),
  ],
}
