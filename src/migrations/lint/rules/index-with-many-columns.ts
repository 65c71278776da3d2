import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

export const indexWithManyColumns: LintRule = {
  name: 'index-with-many-columns',
  group: 'design',
  severity: 'info',
  what: 'an index, not unique, of more than three columns',
  why: 'Columns after the first two or three rarely narrow a search, and each makes every write dearer.',
  cure: 'the most selective columns; INCLUDE for those that are only read',
  unsafe: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_wide ON orders (tenant_id, customer_id, state, placed_at);',
  safe: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_wide ON orders (tenant_id, customer_id) INCLUDE (state, placed_at);',
  checks: [
    onStatement('IndexStmt', function* ({idxname = '', unique, indexParams}) {
      const columns = all(indexParams, 'IndexElem').length
      if (!unique && columns > 3) yield {message: `${ident(idxname)} has ${columns} columns`}
    }),
  ],
}
