import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type Check, type LintRule, onCommand} from '../rule.ts'

const rewriting = (subtype: string, words: string): Check =>
  onCommand(subtype, function* ({range, table}) {
    if (isUsed(table)) yield {message: `${words} writes all of ${rangeText(range)} anew`, table}
  })

export const setLoggedRewrites: LintRule = {
  name: 'set-logged-rewrites',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'SET LOGGED, SET UNLOGGED, SET ACCESS METHOD, SET TABLESPACE, SET EXPRESSION',
  why: 'The whole table is written anew, or copied, under ACCESS EXCLUSIVE.',
  cure: 'plan a pause, or move the rows in batches to a table that is made so',
  unsafe: 'ALTER TABLE orders SET UNLOGGED;',
  safe: 'CREATE UNLOGGED TABLE IF NOT EXISTS scratch (id bigint PRIMARY KEY);',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    rewriting('AT_SetLogged', 'SET LOGGED'),
    rewriting('AT_SetUnLogged', 'SET UNLOGGED'),
    rewriting('AT_SetAccessMethod', 'SET ACCESS METHOD'),
    rewriting('AT_SetTableSpace', 'SET TABLESPACE'),
    rewriting('AT_SetExpression', 'SET EXPRESSION'),
  ],
}
