import {isUsed} from '../context.ts'
import {dropsOf} from '../drops.ts'
import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

export const dropIndexBeforeReplacement: LintRule = {
  name: 'drop-index-before-replacement',
  group: 'data',
  severity: 'warning',
  what: 'an index that is dropped before the one that replaces it is built',
  why: 'In between, queries read the whole table.',
  cure: 'build the new one first, under another name; then drop the old one, and rename',
  unsafe: `DROP INDEX CONCURRENTLY IF EXISTS orders_state;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_state_placed ON orders (state, placed_at);`,
  safe: `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_state_placed ON orders (state, placed_at);
DROP INDEX CONCURRENTLY IF EXISTS orders_state;`,
  checks: [
    onStatement('IndexStmt', function* ({relation, indexParams, idxname}, {index}, {statements, model}) {
      if (!relation) return
      const [first] = all(indexParams, 'IndexElem')
      for (const {index: at, drops} of dropsOf(statements).statements) {
        if (at >= index) break
        const old = drops.find(({table, columns}) => table === model.key(relation) && columns[0] === first?.name)
        if (old && old.name !== idxname && isUsed(model.find(relation)))
          yield {message: `${ident(old.name)}, which this replaces, was dropped before`, table: model.find(relation)}
      }
    }),
  ],
}
