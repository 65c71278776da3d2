import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'

export const createIndexOnPartitionedTable: LintRule = {
  name: 'create-index-on-partitioned-table',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'CREATE INDEX on a partitioned table, which builds it on every partition at once',
  why: 'CONCURRENTLY is not possible there, so that writes to all partitions wait until the last index is built.',
  cure: 'make it ON ONLY the parent (INVALID at first), build one CONCURRENTLY on each partition, and attach them',
  unsafe: 'CREATE INDEX IF NOT EXISTS events_at ON events (at);',
  safe: `CREATE INDEX IF NOT EXISTS events_at ON ONLY events (at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS events_2024_at ON events_2024 (at);
ALTER INDEX events_at ATTACH PARTITION events_2024_at;`,
  claim: {table: 'events', lock: 'SHARE'},
  checks: [
    onStatement('IndexStmt', function* ({relation}, {script}, {model}) {
      const table = model.find(relation)
      if (!relation || !table || table.kind !== 'partitioned table' || !isUsed(table) || !relation.inh) return
      yield {
        message: `building this index blocks writes to every partition of ${rangeText(relation)}`,
        at: relation.location,
        table,
        sql: `${script.text.replace(/\bon\s+/i, 'ON ONLY ')}\n-- for each partition:\nCREATE INDEX CONCURRENTLY IF NOT EXISTS … ON partition (…);\nALTER INDEX … ATTACH PARTITION …;`,
      }
    }),
  ],
}
