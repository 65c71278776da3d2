import {isUsed} from '../context.ts'
import {insertAfter} from '../edit.ts'
import {ident, identList} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {listNames, rangeOf} from '../tree.ts'

export const dropIndexNotConcurrently: LintRule = {
  name: 'drop-index-not-concurrently',
  group: 'locks',
  severity: 'warning',
  what: 'DROP INDEX without CONCURRENTLY',
  why: 'It needs an ACCESS EXCLUSIVE lock on the table: while it waits for one long query, everybody waits behind it.',
  cure: 'drop it CONCURRENTLY, which waits without making others wait',
  unsafe: 'DROP INDEX IF EXISTS orders_state;',
  safe: 'DROP INDEX CONCURRENTLY IF EXISTS orders_state;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onStatement('DropStmt', function* ({removeType, objects = [], concurrent, behavior}, statement, {model}) {
      if (removeType !== 'OBJECT_INDEX' || concurrent) return
      for (const object of objects) {
        const names = listNames(object)
        const table = model.tableOfIndex(rangeOf(names))
        if (!isUsed(table) || table?.kind === 'partitioned table') continue
        const single = objects.length === 1 && behavior !== 'DROP_CASCADE' && statement.transaction === 'runner'
        yield {
          message: `dropping the index ${names.map(ident).join('.')} blocks reads and writes of its table`,
          table,
          sql: `DROP INDEX CONCURRENTLY IF EXISTS ${identList(names).replaceAll(', ', '.')};`,
          fix: single ? insertAfter(statement, ['INDEX'], 'CONCURRENTLY') : null,
        }
      }
    }),
  ],
}
