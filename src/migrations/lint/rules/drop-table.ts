import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {listNames, rangeOf} from '../tree.ts'

export const dropTable: LintRule = {
  name: 'drop-table',
  group: 'data',
  severity: 'error',
  what: 'DROP TABLE of a table that was not made just before',
  why: 'Its rows are gone, and programs that still run with the old release fail.',
  cure: 'release what no longer uses it first; rename or revoke for a while; then drop it, with a reason as an ignore',
  unsafe: 'DROP TABLE IF EXISTS archive;',
  safe: 'CREATE TABLE IF NOT EXISTS scratch (id bigint PRIMARY KEY);\nDROP TABLE IF EXISTS scratch;',
  claim: {table: 'archive', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onStatement('DropStmt', function* ({removeType, objects = []}, _, {model}) {
      if (removeType !== 'OBJECT_TABLE' && removeType !== 'OBJECT_MATVIEW') return
      for (const object of objects) {
        const range = rangeOf(listNames(object))
        const table = model.find(range)
        if (isUsed(table)) yield {message: `${rangeText(range)} and its rows are gone for good`, table}
      }
    }),
  ],
}
