import {ident} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const invalidIndexLeftBehind: LintRule = {
  name: 'invalid-index-left-behind',
  group: 'locks',
  severity: 'warning',
  what: 'an INVALID index, left by a CONCURRENTLY that failed, on a table that the migration changes',
  why: 'No query uses it, every write pays for it, and IF NOT EXISTS passes over it. Only a database can tell.',
  cure: 'drop it CONCURRENTLY, or REINDEX INDEX CONCURRENTLY to make it whole',
  unsafe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;',
  safe: 'ALTER TABLE customers ADD COLUMN IF NOT EXISTS a text;',
  checks: [
    onFile(function* ({statements, model, surroundings}) {
      for (const {index, table} of surroundings.invalidIndexes) {
        const statement = statements.find(({effects}) => effects.some(({range}) => model.key(range) === table))
        const dropped = statements.some(({drops}) => drops.some(({key}) => key === index))
        if (!statement || dropped) continue
        const name = index.split('.').map(ident).join('.')
        yield {
          statement,
          message: `${table} has the INVALID index ${name}`,
          object: {kind: 'index', identity: index},
          sql: `DROP INDEX CONCURRENTLY IF EXISTS ${name};`,
        }
      }
    }),
  ],
}
