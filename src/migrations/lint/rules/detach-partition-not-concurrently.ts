import {isUsed} from '../context.ts'
import {insertAfter} from '../edit.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'
import {isSingle} from '../safe-form.ts'
import {bodyOf} from '../tree.ts'

export const detachPartitionNotConcurrently: LintRule = {
  name: 'detach-partition-not-concurrently',
  group: 'locks',
  severity: 'warning',
  what: 'DETACH PARTITION without CONCURRENTLY',
  why: 'It needs an ACCESS EXCLUSIVE lock on the partitioned table: queries of all partitions wait.',
  cure: 'DETACH PARTITION … CONCURRENTLY (PostgreSQL 14; not possible where there is a default partition)',
  unsafe: 'ALTER TABLE events DETACH PARTITION events_2024;',
  safe: 'ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;',
  claim: {table: 'events', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onCommand('AT_DetachPartition', function* ({command, range, table, statement}, {surroundings}) {
      const partition = bodyOf(command.def, 'PartitionCmd')
      if (!partition?.name || partition.concurrent || !isUsed(table)) return
      if (surroundings.serverVersion !== null && surroundings.serverVersion < 140_000) return
      const sql = `ALTER TABLE ${rangeText(range)} DETACH PARTITION ${rangeText(partition.name)} CONCURRENTLY;`
      const words = rangeText(partition.name).toUpperCase().split('.')
      yield {
        message: `detaching ${rangeText(partition.name)} blocks reads and writes of all of ${rangeText(range)}`,
        at: partition.name.location,
        table,
        sql,
        fix:
          isSingle(statement) && statement.transaction === 'runner' && words.length === 1
            ? insertAfter(statement, words, 'CONCURRENTLY', partition.name.location)
            : null,
      }
    }),
  ],
}
