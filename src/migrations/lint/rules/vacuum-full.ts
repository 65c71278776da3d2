import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all, hasOption} from '../tree.ts'

export const vacuumFull: LintRule = {
  name: 'vacuum-full',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'VACUUM FULL and CLUSTER',
  why: 'The table and its indexes are written anew under ACCESS EXCLUSIVE, with room for a second copy.',
  cure: 'pg_repack or pg_squeeze; a plain VACUUM lets space be used again without stopping anyone',
  unsafe: 'CLUSTER orders USING orders_state;',
  safe: 'VACUUM (ANALYZE) orders;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    onStatement('VacuumStmt', function* ({options, rels}, _, {model}) {
      if (!hasOption(options, 'full')) return
      const relations = all(rels, 'VacuumRelation')
      if (relations.length === 0) yield {message: 'VACUUM FULL writes every table of the database anew'}
      for (const {relation} of relations) {
        const table = model.find(relation)
        if (relation && isUsed(table))
          yield {
            message: `VACUUM FULL blocks reads and writes of ${rangeText(relation)}`,
            at: relation.location,
            table,
            sql: `VACUUM (ANALYZE) ${rangeText(relation)};`,
          }
      }
    }),
    onStatement('ClusterStmt', function* ({relation}, _, {model}) {
      const table = model.find(relation)
      if (isUsed(table))
        yield {
          message: `CLUSTER blocks reads and writes of ${relation ? rangeText(relation) : 'each table'}`,
          at: relation?.location,
          table,
        }
    }),
  ],
}
