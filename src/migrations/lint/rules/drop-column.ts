import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'

export const dropColumn: LintRule = {
  name: 'drop-column',
  group: 'data',
  severity: 'error',
  what: 'DROP COLUMN',
  why: 'Its values are gone, indexes and constraints on it too; programs that still name the column fail.',
  cure: 'release what no longer names it first; make it nullable; then drop it, with a reason as an ignore',
  unsafe: 'ALTER TABLE orders DROP COLUMN IF EXISTS number;',
  safe: 'ALTER TABLE orders ALTER COLUMN number DROP DEFAULT;',
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE'},
  checks: [
    onCommand('AT_DropColumn', function* ({command: {name = ''}, range, table}) {
      if (!isUsed(table)) return
      const dependents = [
        ...(table?.indexes ?? []).flatMap((index) => (index.columns.includes(name) ? [index.name] : [])),
        ...(table?.constraints ?? []).flatMap((one) =>
          one.columns.includes(name) && !table?.indexes.some((i) => i.name === one.name) ? [one.name] : [],
        ),
      ]
      const also = dependents.length ? `, and with it ${dependents.map(ident).join(', ')}` : ''
      yield {message: `${rangeText(range)}.${ident(name)} is gone for good${also}`, table}
    }),
  ],
}
