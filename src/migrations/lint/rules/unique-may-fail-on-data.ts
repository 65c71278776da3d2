import {isUsed} from '../context.ts'
import {identList, rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

export const uniqueMayFailOnData: LintRule = {
  name: 'unique-may-fail-on-data',
  group: 'data',
  severity: 'info',
  scales: true,
  what: 'CREATE UNIQUE INDEX on rows that may not be unique',
  why: 'One duplicate makes it fail, at its end; CONCURRENTLY leaves an INVALID index, which slows every write.',
  cure: 'look for duplicates first',
  unsafe: 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_number ON orders (number);',
  safe: 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_key ON orders (id, number);',
  checks: [
    onStatement('IndexStmt', function* ({relation, unique, indexParams}, _, {model}) {
      const table = model.find(relation)
      if (!unique || !relation || !isUsed(table)) return
      const names = all(indexParams, 'IndexElem').map(({name}) => name)
      const columns = names.filter((name) => name !== undefined)
      // Unique together with what is unique already.
      if (
        table?.indexes.some(
          (index) =>
            index.unique &&
            !index.partial &&
            index.columns.every((column) => column !== null && columns.includes(column)),
        )
      )
        return
      if (columns.length < names.length)
        yield {
          message: `two rows of ${rangeText(relation)} with one value make this fail`,
          at: relation.location,
          table,
        }
      else
        yield {
          message: `two rows of ${rangeText(relation)} with the same ${identList(columns)} make this fail`,
          at: relation.location,
          table,
          sql: `SELECT ${identList(columns)}, count(*) FROM ${rangeText(relation)} GROUP BY ${identList(columns)} HAVING count(*) > 1;`,
        }
    }),
  ],
}
