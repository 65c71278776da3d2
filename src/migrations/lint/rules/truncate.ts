import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

export const truncate: LintRule = {
  name: 'truncate',
  group: 'data',
  severity: 'error',
  what: 'TRUNCATE, above all with CASCADE',
  why: 'All rows are gone, row security notwithstanding; CASCADE empties every table that points here.',
  cure: 'DELETE with a WHERE, in batches; or say why in an ignore',
  unsafe: 'TRUNCATE archive;',
  safe: 'DELETE FROM archive WHERE id < 1000;',
  claim: {table: 'archive', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    onStatement('TruncateStmt', function* ({relations, behavior}, _, {model}) {
      for (const range of all(relations, 'RangeVar')) {
        const table = model.find(range)
        const also = behavior === 'DROP_CASCADE' ? ', and of every table that refers to it,' : ''
        if (isUsed(table))
          yield {message: `all rows of ${rangeText(range)}${also} are gone for good`, at: range.location, table}
      }
    }),
  ],
}
